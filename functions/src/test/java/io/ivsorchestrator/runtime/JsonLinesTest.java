package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines();

    /** Other tests' handlers note their invocations. */
    @BeforeEach
    @AfterEach
    void forget() {
        MDC.clear();
    }

    private static LogRecord entry(Level level, String message) {
        LogRecord entry = new LogRecord(level, message);
        entry.setLoggerName("io.ivsorchestrator.indexing.IndexingHandler");
        entry.setInstant(Instant.parse("2026-03-07T09:04:36.250Z"));
        return entry;
    }

    private static JsonNode read(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void format_message_isOneLineOfJsonWhateverItHolds() throws IOException {
        String line = lines.format(entry(Level.WARNING, "broken \"event\"\nof {0}\u0007"));

        assertThat(line).endsWith("\n").hasLineCount(1);
        assertThat(read(line)).isEqualTo(read("""
                {"level": "WARN", "message": "broken \\"event\\"\\nof {0}\\u0007",
                 "logger": "io.ivsorchestrator.indexing.IndexingHandler", "timestamp": "2026-03-07T09:04:36.250Z"}
                """));
    }

    @Test
    void format_thrown_hasItsNameMessageAndStack() throws IOException {
        LogRecord entry = entry(Level.SEVERE, "returned");
        entry.setThrown(new IllegalStateException("no table", new IOException("reset")));

        JsonNode error = read(lines.format(entry)).path("error");

        assertThat(error.path("name").asText()).isEqualTo("java.lang.IllegalStateException");
        assertThat(error.path("message").asText()).isEqualTo("no table");
        assertThat(error.path("stack").asText()).contains("Caused by: java.io.IOException: reset");
    }

    @Test
    void format_duringAnInvocation_hasItsKeys() throws IOException {
        MDC.setContextMap(Map.of("function_request_id", "8a1c", "service", "indexing"));

        JsonNode line = read(lines.format(entry(Level.INFO, "done")));

        assertThat(line.path("function_request_id").asText()).isEqualTo("8a1c");
        assertThat(line.path("service").asText()).isEqualTo("indexing");
    }

    @ParameterizedTest
    @CsvSource({"SEVERE,ERROR", "WARNING,WARN", "INFO,INFO", "FINE,DEBUG", "FINEST,TRACE"})
    void format_level_isNamedAsPowertoolsDoes(String level, String named) throws IOException {
        assertThat(read(lines.format(entry(Level.parse(level), "done"))).path("level").asText()).isEqualTo(named);
    }
}
