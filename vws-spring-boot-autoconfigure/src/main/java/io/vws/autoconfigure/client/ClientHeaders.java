package io.vws.autoconfigure.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import io.vws.client.ConnectHeaders;
import io.vws.spring.client.ClientStartException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.StringUtils;

/**
 * Headers of the upgrade as the configuration says, credentials included.
 */
final class ClientHeaders {

	private static final String AUTHORIZATION = "Authorization";

	private ClientHeaders() {
	}

	static ConnectHeaders of(ConfiguredClient configured, ObjectProvider<TokenHeaders> tokens) {
		VwsClientProperties properties = configured.properties();
		Map<String, String> fixed = new HashMap<>(properties.headers());
		String token = properties.bearer().token();
		if (StringUtils.hasText(token)) {
			fixed.put(AUTHORIZATION, "Bearer " + token);
		}
		if (StringUtils.hasText(properties.basic().username())) {
			fixed.put(AUTHORIZATION, basic(properties.basic()));
		}
		String registrationId = properties.oauth2().registrationId();
		if (!StringUtils.hasText(registrationId)) {
			return () -> fixed;
		}
		ConnectHeaders fetched = tokens.getIfAvailable(() -> ClientHeaders::missing)
			.of(configured.key("oauth2.registration-id"), registrationId, properties.connectTimeout());
		return () -> {
			Map<String, String> all = new HashMap<>(fixed);
			all.putAll(fetched.headers());
			return all;
		};
	}

	private static ConnectHeaders missing(String key, String registrationId, Duration timeout) {
		throw new ClientStartException(
				"The configuration property '" + key + "' is '" + registrationId
						+ "', but there are no client registrations.",
				"Add the dependency org.springframework.boot:spring-boot-starter-security-oauth2-client and set "
						+ "spring.security.oauth2.client.registration." + registrationId + ".*");
	}

	/** RFC 7617. */
	private static String basic(VwsClientProperties.Basic basic) {
		String password = (basic.password() != null) ? basic.password() : "";
		String pair = basic.username() + ":" + password;
		return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

}
