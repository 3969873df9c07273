package io.ivsorchestrator.runtime;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import software.amazon.lambda.powertools.logging.internal.LoggingManager;

/**
 * Behind Powertools' logging: the JDK's own log, which the JVM starts with anyway, as {@link JsonLines} on standard output. With Log4j
 * in its place the first answer takes a quarter longer (docs/decisions, 39).
 *
 * <p>Powertools finds it by the name in {@code META-INF/services}. It changes nothing but the level until a function says
 * {@link #begin}, for in any other program the log belongs to the program.
 */
public final class JsonLogging implements LoggingManager {
    /** Held, for the JDK forgets a logger with its level when nobody holds it. */
    private static final Logger OURS = Logger.getLogger("io.ivsorchestrator");

    /** Takes over the log of this process: this project's from INFO on, everybody else's from WARN on. */
    static void begin() {
        LogManager.getLogManager().reset();
        Logger all = Logger.getLogger("");
        all.setLevel(Level.WARNING);
        all.addHandler(new ToStandardOutput());
        OURS.setLevel(Level.INFO);
    }

    /** Of this project's loggers. */
    @Override
    public void setLogLevel(org.slf4j.event.Level level) {
        OURS.setLevel(switch (level) {
            case ERROR -> Level.SEVERE;
            case WARN -> Level.WARNING;
            case INFO -> Level.INFO;
            case DEBUG -> Level.FINE;
            case TRACE -> Level.FINEST;
        });
    }

    @Override
    public org.slf4j.event.Level getLogLevel(org.slf4j.Logger logger) {
        return Stream.of(org.slf4j.event.Level.TRACE, org.slf4j.event.Level.DEBUG, org.slf4j.event.Level.INFO,
                org.slf4j.event.Level.WARN).filter(logger::isEnabledForLevel).findFirst()
                .orElse(org.slf4j.event.Level.ERROR);
    }

    /** What CloudWatch Logs keeps of a function. */
    private static final class ToStandardOutput extends Handler {
        private ToStandardOutput() {
            setFormatter(new JsonLines());
        }

        @Override
        public void publish(LogRecord entry) {
            if (isLoggable(entry)) {
                System.out.print(getFormatter().format(entry));
            }
        }

        @Override
        public void flush() {
            System.out.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }
}
