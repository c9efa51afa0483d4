package io.vws.log;

import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails the test during which a {@link LogScanner} found something, or the next one if
 * that came late. Applies to every test, because it is registered as a service.
 */
public final class LogScannerExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(LogScannerExtension.class);

	@Override
	public void beforeAll(ExtensionContext context) {
		LogScanner.attach();
		AutoCloseable last = () -> verify(false);
		context.getRoot().getStore(NAMESPACE).computeIfAbsent("last", (key) -> last);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		verify(expectsStackTrace(context.getRequiredTestMethod()) || expectsStackTrace(context.getRequiredTestClass()));
	}

	@Override
	public void afterAll(ExtensionContext context) {
		verify(expectsStackTrace(context.getRequiredTestClass()));
	}

	private static boolean expectsStackTrace(AnnotatedElement element) {
		return element.isAnnotationPresent(ExpectsStackTrace.class);
	}

	static void verify(boolean stackTraceExpected) {
		List<LogScanner.Finding> findings = LogScanner.takeFindings();
		if (stackTraceExpected) {
			findings.removeIf((finding) -> !finding.secret());
		}
		if (!findings.isEmpty()) {
			throw new AssertionError(findings.stream()
				.map(LogScanner.Finding::line)
				.collect(Collectors.joining(System.lineSeparator(), "Must not be logged at INFO or above:\n", "")));
		}
	}

}
