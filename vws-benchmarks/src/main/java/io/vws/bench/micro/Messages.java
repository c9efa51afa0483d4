package io.vws.bench.micro;

/**
 * What the benchmarks send.
 */
final class Messages {

	static final String TOPIC = "site/17/sensor/3/temp";

	private Messages() {
	}

	/** A message that publishes a payload of about so many bytes, without an id. */
	static String publish(int bytes) {
		return "{\"t\":\"" + TOPIC + "\",\"d\":" + payload(bytes) + "}";
	}

	/** A JSON object of about so many bytes, its numbers and texts in equal parts. */
	static String payload(int bytes) {
		StringBuilder json = new StringBuilder(bytes + 32).append("{\"device\":\"sensor-3\",\"celsius\":21.5");
		for (int i = 0; json.length() < bytes - 30; i++) {
			json.append(",\"k").append(i).append("\":\"xxxxxxxxxxxx\",\"v").append(i).append("\":").append(1000 + i);
		}
		return json.append('}').toString();
	}

}
