package io.vws.sample;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;

/**
 * Who can log in, and how. There is nothing about WebSockets in it: whoever it lets
 * through to {@code /vws} is who the rules of {@code application.yml} ask about.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

	/** The login page says it, too. */
	private static final String PASSWORD = "{noop}pizza";

	@Bean
	SecurityFilterChain security(HttpSecurity http) throws Exception {
		return http
			.authorizeHttpRequests((requests) -> requests
				.requestMatchers("/login.html", "/css/**", "/favicon.svg", "/login.js", "/session.js", "/dom.js",
						"/csrf", "/error", "/actuator/health")
				.permitAll()
				.requestMatchers("/actuator/**")
				.hasRole(Viewer.OPERATOR)
				.anyRequest()
				.authenticated())
			.formLogin(
					(login) -> login.loginPage("/login.html").loginProcessingUrl("/login").defaultSuccessUrl("/", true))
			// For services. With a challenge browsers would show a dialog of their own.
			.httpBasic((basic) -> basic.authenticationEntryPoint(new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED)))
			.build();
	}

	@Bean
	UserDetailsService users() {
		return new InMemoryUserDetailsManager(user("ada", Viewer.CUSTOMER), user("grace", Viewer.CUSTOMER),
				user("olga", Viewer.OPERATOR), user("kim", Viewer.KITCHEN));
	}

	private static UserDetails user(String name, String role) {
		return User.withUsername(name).password(PASSWORD).roles(role).build();
	}

}
