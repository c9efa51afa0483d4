package io.vws.spring.observation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Keeps the spans of an application. Its own type for them lets tests be found where
 * OpenTelemetry is not there.
 */
final class RecordedSpans {

	private static final List<InMemorySpanExporter> exporters = new CopyOnWriteArrayList<>();

	private RecordedSpans() {
	}

	/** To be a bean of the application, which ends with it. */
	static SpanProcessor processor() {
		InMemorySpanExporter exporter = InMemorySpanExporter.create();
		exporters.add(exporter);
		return SimpleSpanProcessor.create(exporter);
	}

	static void reset() {
		exporters.forEach(InMemorySpanExporter::reset);
	}

	static List<Span> all(String name) {
		return exporters.stream()
			.flatMap((exporter) -> exporter.getFinishedSpanItems().stream())
			.filter((span) -> span.getName().equals(name))
			.map(Span::of)
			.toList();
	}

	/** Wait for the only span of a name. */
	static Span only(String name) {
		await().untilAsserted(() -> assertThat(all(name)).hasSize(1));
		return all(name).get(0);
	}

	/**
	 * A span.
	 *
	 * @param parentId id of its parent, zeros if it has none
	 * @param remote whether the parent came from elsewhere
	 */
	record Span(String traceId, String spanId, String parentId, boolean remote, String kind,
			Map<String, Object> attributes) {

		private static Span of(SpanData span) {
			Map<String, Object> attributes = new HashMap<>();
			span.getAttributes().forEach((AttributeKey<?> key, Object value) -> attributes.put(key.getKey(), value));
			return new Span(span.getTraceId(), span.getSpanId(), span.getParentSpanId(),
					span.getParentSpanContext().isRemote(), span.getKind().name(), attributes);
		}

		boolean isRoot() {
			return this.parentId.matches("0+");
		}

		/**
		 * Whether a header names this very span, and that it is sampled. The flags may
		 * also say that the trace id is random.
		 */
		boolean isIn(String traceparent) {
			return traceparent.matches("00-" + this.traceId + "-" + this.spanId + "-0[13]");
		}

	}

}
