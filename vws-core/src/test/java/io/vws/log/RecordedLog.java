package io.vws.log;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;

/**
 * What is logged at INFO and above, by all loggers of the project.
 */
public final class RecordedLog implements AutoCloseable {

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.vws");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	public RecordedLog() {
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	/**
	 * The messages so far, each with its stack trace, if it has one, as
	 * {@code "... TRACE"}.
	 */
	public List<String> messages() {
		return new ArrayList<>(this.appender.list).stream()
			.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
			.map((event) -> event.getFormattedMessage() + ((event.getThrowableProxy() != null) ? " TRACE" : ""))
			.toList();
	}

	@Override
	public void close() {
		this.logger.detachAppender(this.appender);
	}

}
