package io.vws.scenarios;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.vws.client.ClientState;
import io.vws.client.Gap;
import io.vws.client.RequestRefusedException;
import io.vws.client.VwsClient;
import io.vws.client.VwsClientListener;
import io.vws.server.CloseReason;
import io.vws.server.VwsServer;
import io.vws.wire.NackCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every client of a server promises besides: there are rules, and connections end.
 */
abstract class ServerClientScenarios extends ClientScenarios {

	private final VwsServer server;

	ServerClientScenarios(VwsServer server) {
		this.server = server;
	}

	@Test
	void whatTheRulesForbidIsRefusedAndTold() {
		VwsClient client = connected();
		BlockingQueue<String> refused = new LinkedBlockingQueue<>();
		client.addListener(new VwsClientListener() {
			@Override
			public void failed(Throwable failure, @Nullable String pattern) {
				refused.add(((RequestRefusedException) failure).code() + " " + pattern);
			}
		});
		assertThat(failure(() -> join(client.publish("$secret/recipe", 1))))
			.isInstanceOfSatisfying(RequestRefusedException.class, ServerClientScenarios::assertForbidden);
		assertThat(failure(() -> join(client.subscribe("$secret/+", (event) -> {
		}).ready()))).isInstanceOfSatisfying(RequestRefusedException.class, ServerClientScenarios::assertForbidden);
		assertThat(next(refused)).isEqualTo("forbidden $secret/+");
	}

	private static void assertForbidden(RequestRefusedException refusal) {
		assertThat(refusal.code()).isEqualTo(NackCode.FORBIDDEN.code());
		assertThat(refusal).hasMessage(NackCode.FORBIDDEN.text());
	}

	@Test
	void afterTheServerEndedTheConnectionSubscriptionsAreBackAndTheGapIsTold() {
		VwsClient client = connected();
		BlockingQueue<Gap> gaps = new LinkedBlockingQueue<>();
		client.addListener(new VwsClientListener() {
			@Override
			public void gap(Gap gap) {
				gaps.add(gap);
			}
		});
		BlockingQueue<String> first = subscribe(client, "a/+x");
		BlockingQueue<String> second = subscribe(client, "b/#");
		this.server.connections().forEach((connection) -> connection.close(CloseReason.GOING_AWAY));
		Gap gap = next(gaps);
		assertThat(gap.patterns()).containsExactlyInAnyOrder("a/+x", "b/#");
		assertThat(gap.from()).isBeforeOrEqualTo(gap.to());
		assertThat(client.status().state()).isEqualTo(ClientState.OPEN);
		join(client.publish("a/1", 1));
		join(client.publish("b", 2));
		assertThat(next(first)).isEqualTo("1");
		assertThat(next(second)).isEqualTo("2");
	}

}
