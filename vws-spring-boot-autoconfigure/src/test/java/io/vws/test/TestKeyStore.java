package io.vws.test;

import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key store with a certificate for {@code localhost} that nobody else has signed.
 */
public final class TestKeyStore {

	/** Password of the store. */
	public static final String PASSWORD = "changeit";

	private TestKeyStore() {
	}

	/**
	 * Create the key store of a server.
	 */
	public static Path create(Path directory) throws Exception {
		Path file = directory.resolve("server.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "server", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"san=dns:localhost", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start();
		assertThat(keytool.waitFor()).as(() -> directory.resolve("keytool.log").toString()).isZero();
		return file;
	}

}
