package io.vws.log;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Looks at everything that is logged at INFO and above, by whatever logger: no stack
 * trace may be there, and nothing of what tests send as payloads and credentials. Every
 * start of an application makes a new one; what they find is in one place.
 */
public final class LogScanner extends AppenderBase<ILoggingEvent> {

	/** Payloads and credentials of tests hold these. */
	public static final List<String> SECRETS = List.of("PAYLOAD", "TOKEN");

	private static final Queue<Finding> findings = new ConcurrentLinkedQueue<>();

	/**
	 * What should not have been logged.
	 *
	 * @param secret whether it holds a secret, else it has a stack trace
	 * @param line what was logged
	 */
	public record Finding(boolean secret, String line) {
	}

	/**
	 * Look at what is logged from now on, unless the configuration of the log has a
	 * scanner already, as that of an application must: its start takes away what is not
	 * in there.
	 */
	static void attach() {
		Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
		Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
		while (appenders.hasNext()) {
			if (appenders.next() instanceof LogScanner) {
				return;
			}
		}
		LogScanner scanner = new LogScanner();
		scanner.setContext(root.getLoggerContext());
		scanner.start();
		root.addAppender(scanner);
	}

	@Override
	protected void append(ILoggingEvent event) {
		if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
			return;
		}
		IThrowableProxy failure = event.getThrowableProxy();
		String line = event.getLevel() + " " + event.getLoggerName() + " [" + event.getThreadName() + "] "
				+ event.getFormattedMessage()
				+ ((failure != null) ? System.lineSeparator() + ThrowableProxyUtil.asString(failure) : "");
		boolean secret = SECRETS.stream().anyMatch(line::contains);
		if (secret || failure != null) {
			findings.add(new Finding(secret, line));
		}
	}

	/**
	 * Return what was found since the last call.
	 */
	public static List<Finding> takeFindings() {
		List<Finding> taken = new ArrayList<>();
		for (Finding next = findings.poll(); next != null; next = findings.poll()) {
			taken.add(next);
		}
		return taken;
	}

}
