package io.ivsorchestrator.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.slf4j.MDC;

/**
 * One JSON object per line, with the keys of Powertools' own layout (Powertools for AWS Lambda (Java), "Logging", "Standard
 * structured keys"): {@code level}, {@code message}, {@code logger}, {@code error} with message, name and stack, the invocation's
 * keys such as {@code function_request_id}, and {@code timestamp} in ISO 8601.
 */
final class JsonLines extends Formatter {
    private static final JsonFactory FACTORY = new JsonFactory();

    @Override
    public String format(LogRecord entry) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("level", name(entry.getLevel()));
            json.writeStringField("message", formatMessage(entry));
            json.writeStringField("logger", entry.getLoggerName());
            if (entry.getThrown() != null) {
                error(json, entry.getThrown());
            }
            for (Map.Entry<String, String> key : invocation().entrySet()) {
                json.writeStringField(key.getKey(), key.getValue());
            }
            json.writeStringField("timestamp", entry.getInstant().toString());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.append('\n').toString();
    }

    private static void error(JsonGenerator json, Throwable thrown) throws IOException {
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack));
        json.writeObjectFieldStart("error");
        json.writeStringField("message", thrown.getMessage());
        json.writeStringField("name", thrown.getClass().getName());
        json.writeStringField("stack", stack.toString());
        json.writeEndObject();
    }

    /** What Powertools notes about the invocation, in a stable order. */
    private static Map<String, String> invocation() {
        Map<String, String> keys = MDC.getCopyOfContextMap();
        return keys == null ? Map.of() : new TreeMap<>(keys);
    }

    private static String name(Level level) {
        int value = level.intValue();
        if (value >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (value >= Level.WARNING.intValue()) {
            return "WARN";
        }
        if (value >= Level.INFO.intValue()) {
            return "INFO";
        }
        return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
    }
}
