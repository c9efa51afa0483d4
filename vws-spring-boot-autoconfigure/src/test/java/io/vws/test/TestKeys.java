package io.vws.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key and the certificate that its owner signed, for TLS.
 *
 * @param keyStore the file with both
 * @param trustStore the file with the certificate, for others
 */
public record TestKeys(Path keyStore, Path trustStore) {

	/** Password of all files. */
	public static final String PASSWORD = "changeit";

	/**
	 * Make a key.
	 * @param name whose it is
	 */
	public static TestKeys of(String name, Path directory) throws Exception {
		Path keyStore = directory.resolve(name + ".p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=dns:" + name,
				"-keystore", keyStore.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("keytool.log").toFile())
			.start();
		assertThat(keytool.waitFor()).as(() -> directory.resolve("keytool.log").toString()).isZero();
		KeyStore trusted = load(null);
		trusted.setCertificateEntry(name, load(keyStore).getCertificate(name));
		Path trustStore = directory.resolve(name + "-trusted.p12");
		try (OutputStream out = Files.newOutputStream(trustStore)) {
			trusted.store(out, PASSWORD.toCharArray());
		}
		return new TestKeys(keyStore, trustStore);
	}

	/**
	 * Make sockets that trust the owner of these keys.
	 * @param own the keys to show if asked for, if any
	 */
	public SSLSocketFactory sockets(TestKeys... own) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(load(this.trustStore));
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(load((own.length > 0) ? own[0].keyStore : null), PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
		return context.getSocketFactory();
	}

	private static KeyStore load(@Nullable Path file) throws IOException, GeneralSecurityException {
		KeyStore keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream in = (file != null) ? Files.newInputStream(file) : null) {
			keyStore.load(in, PASSWORD.toCharArray());
		}
		return keyStore;
	}

}
