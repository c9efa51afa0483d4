package io.vws.test;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a request.
 *
 * @param status the status code
 * @param headers headers by name, which may be written in any case
 * @param body the content, empty unless the answer gives its length
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

	/**
	 * Return a header's value.
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name);
	}

	static HttpAnswer read(DataInputStream in) throws IOException {
		int status = Integer.parseInt(line(in).split(" ")[1]);
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (String line = line(in); !line.isEmpty(); line = line(in)) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon), line.substring(colon + 1).trim());
		}
		byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("Content-Length", "0")));
		return new HttpAnswer(status, headers, new String(body, StandardCharsets.UTF_8));
	}

	private static String line(DataInputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

}
