package io.vws.topic;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Puts the seed of a failed test into the report: a seed that is new in each run would
 * otherwise be lost with any exception that is no assertion about it.
 */
final class SeedReporter implements TestExecutionExceptionHandler {

	@Override
	public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
		throw new AssertionError("Failed for " + context.getDisplayName(), failure);
	}

}
