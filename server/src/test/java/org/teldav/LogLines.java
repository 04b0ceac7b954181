package org.teldav;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What a logger says at INFO and above, until this is closed. */
public final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final Level before;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private LogLines(String logger) {
        this.logger = (Logger) LoggerFactory.getLogger(logger);
        this.before = this.logger.getLevel();
        this.logger.setLevel(Level.INFO);
        log.start();
        this.logger.addAppender(log);
    }

    public static LogLines of(Class<?> logger) {
        return new LogLines(logger.getName());
    }

    /** Who opened what, and who did not. */
    public static LogLines audit() {
        return new LogLines("org.teldav.audit");
    }

    /** All that is said. */
    static LogLines all() {
        return new LogLines(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    public List<Level> levels() {
        return log.list.stream().map(ILoggingEvent::getLevel).toList();
    }

    public List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Those of them that have a stack trace behind them. */
    public List<String> traces() {
        return log.list.stream()
                .filter(event -> event.getThrowableProxy() != null)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(log);
        logger.setLevel(before);
    }
}
