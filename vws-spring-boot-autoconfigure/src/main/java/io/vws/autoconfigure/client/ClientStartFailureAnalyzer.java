package io.vws.autoconfigure.client;

import io.vws.spring.client.ClientStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says without a stack trace why the application does not start.
 */
final class ClientStartFailureAnalyzer extends AbstractFailureAnalyzer<ClientStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClientStartException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
