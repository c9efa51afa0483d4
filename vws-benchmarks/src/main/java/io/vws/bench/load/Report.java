package io.vws.bench.load;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of one run, with their units in the keys. Prints itself as one line of
 * JSON.
 */
public final class Report {

	private static final JsonMapper JSON = new JsonMapper();

	private final Map<String, Object> values = new LinkedHashMap<>();

	/**
	 * Create a report.
	 * @param workload the workload as it was written
	 * @param server the server's name
	 */
	public Report(String workload, String server) {
		this.values.put("workload", workload);
		this.values.put("server", server);
	}

	/**
	 * Read a line.
	 */
	public static Report parse(String json) {
		Map<?, ?> values = JSON.readValue(json, Map.class);
		Report report = new Report(String.valueOf(values.get("workload")), String.valueOf(values.get("server")));
		values.forEach((key, value) -> report.values.put(String.valueOf(key), value));
		return report;
	}

	/**
	 * Add a figure, with four digits.
	 */
	public Report put(String key, double value) {
		double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
		this.values.put(key, (Math.abs(value) >= 10_000) ? Math.rint(value) : Math.rint(value * scale) / scale);
		return this;
	}

	/**
	 * Add a count.
	 */
	public Report put(String key, long value) {
		this.values.put(key, value);
		return this;
	}

	/**
	 * Add a text.
	 */
	public Report put(String key, String value) {
		this.values.put(key, value);
		return this;
	}

	/** Name of the workload. */
	public String workload() {
		return String.valueOf(this.values.get("workload"));
	}

	/** Name of the server. */
	public String server() {
		return String.valueOf(this.values.get("server"));
	}

	/** Whether the run failed, so that it has no figures. */
	public boolean isFailed() {
		return this.values.containsKey("failed");
	}

	/**
	 * A figure.
	 * @return {@link Double#NaN} if the run has none
	 */
	public double figure(String key) {
		return (this.values.get(key) instanceof Number number) ? number.doubleValue() : Double.NaN;
	}

	/** All figures and texts. */
	public Map<String, Object> values() {
		return Collections.unmodifiableMap(this.values);
	}

	/** One line of JSON. */
	@Override
	public String toString() {
		return JSON.writeValueAsString(this.values);
	}

}
