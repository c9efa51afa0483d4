package io.vws.autoconfigure.server;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnResource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/**
 * {@link EnableAutoConfiguration Auto-configuration} that serves the browser client below
 * the path of the WebSocket endpoint.
 */
@AutoConfiguration(after = VwsServerAutoConfiguration.class)
@ConditionalOnBean(VwsServerProperties.class)
@ConditionalOnBooleanProperty(name = "vws.server.javascript.enabled", matchIfMissing = true)
@ConditionalOnResource(resources = "classpath:META-INF/vws/vws.js")
@ImportRuntimeHints(VwsJavascriptAutoConfiguration.ModuleHints.class)
public final class VwsJavascriptAutoConfiguration {

	/**
	 * A pattern, since the handler looks for what a pattern matched; only one name, since
	 * other scripts below the path are the application's.
	 */
	private static final String MODULE = "{module:vws\\.js}";

	@Bean
	@ConditionalOnMissingBean(name = "vwsJavascriptHandlerMapping")
	SimpleUrlHandlerMapping vwsJavascriptHandlerMapping(ResourceHttpRequestHandler vwsJavascriptHandler,
			VwsServerProperties properties) {
		String path = properties.path();
		SimpleUrlHandlerMapping mapping = new SimpleUrlHandlerMapping(
				Map.of((path.endsWith("/") ? path : path + "/") + MODULE, vwsJavascriptHandler));
		mapping.setOrder(-1);
		return mapping;
	}

	@Bean
	@ConditionalOnMissingBean(name = "vwsJavascriptHandler")
	ResourceHttpRequestHandler vwsJavascriptHandler() {
		ResourceHttpRequestHandler handler = new ResourceHttpRequestHandler();
		handler.setLocations(List.of(new ClassPathResource("META-INF/vws/")));
		handler.setCacheControl(CacheControl.noCache());
		return handler;
	}

	/** The module is a resource of a native image. */
	static final class ModuleHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources().registerPattern("META-INF/vws/*");
		}

	}

}
