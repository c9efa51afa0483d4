package io.vws.autoconfigure.client;

import java.net.http.HttpClient;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.vws.client.VwsClientBuilder;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Applies an SSL bundle to a client.
 */
final class ClientTls {

	private ClientTls() {
	}

	static void apply(ConfiguredClient configured, ObjectProvider<SslBundles> bundles, VwsClientBuilder builder) {
		String name = configured.properties().ssl().bundle();
		if (!StringUtils.hasText(name)) {
			return;
		}
		SslBundle bundle = bundle(configured.key("ssl.bundle"), name, bundles);
		SSLContext context = bundle.createSslContext();
		if (bundle.getOptions().isSpecified()) { // an SSLContext cannot hold them
			builder.httpClient(HttpClient.newBuilder()
				.sslContext(context)
				.sslParameters(
						new SSLParameters(bundle.getOptions().getCiphers(), bundle.getOptions().getEnabledProtocols()))
				.build());
		}
		else {
			builder.sslContext(context);
		}
	}

	private static SslBundle bundle(String key, String name, ObjectProvider<SslBundles> bundles) {
		SslBundles all = bundles.getIfAvailable();
		try {
			if (all != null) {
				return all.getBundle(name);
			}
		}
		catch (NoSuchSslBundleException ex) {
			// told below
		}
		throw new InvalidConfigurationPropertyValueException(key, name, "There is no SSL bundle of this name.");
	}

}
