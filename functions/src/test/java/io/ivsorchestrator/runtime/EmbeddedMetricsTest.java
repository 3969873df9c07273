package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expectations are the specification's, "CloudWatch User Guide, Specification: Embedded metric format". */
class EmbeddedMetricsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-07T09:04:36.250Z"));

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private EmbeddedMetrics metrics() {
        return new EmbeddedMetrics(
                Map.of("POWERTOOLS_METRICS_NAMESPACE", "recordings-main", "POWERTOOLS_SERVICE_NAME", "indexing"), CLOCK,
                new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @Test
    void count_severalCounts_isOneLineWithADirectiveForEach() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("EventsReceived", 10L);
        counts.put("EventsApplied", 0L);

        metrics().count(counts);

        String text = written.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).hasSize(1);
        JsonNode expected = new ObjectMapper().readTree("""
                {"_aws": {"Timestamp": 1772874276250,
                          "CloudWatchMetrics": [{"Namespace": "recordings-main", "Dimensions": [["Service"]],
                             "Metrics": [{"Name": "EventsReceived", "Unit": "Count"},
                                         {"Name": "EventsApplied", "Unit": "Count"}]}]},
                 "Service": "indexing", "EventsReceived": 10, "EventsApplied": 0}
                """);
        assertThat(new ObjectMapper().readTree(text)).isEqualTo(expected);
    }

    @Test
    void count_moreThanOneLineMayHold_isRefused() {
        Map<String, Long> counts = IntStream.range(0, 101).boxed()
                .collect(Collectors.toMap(number -> "Count" + number, Integer::longValue));

        assertThatThrownBy(() -> metrics().count(counts)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("101 metrics at once; CloudWatch takes 100");
    }

    @Test
    void construct_variablesMissing_saysWhich() {
        assertThatThrownBy(() -> new EmbeddedMetrics(Map.of(), CLOCK, System.out))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("POWERTOOLS_METRICS_NAMESPACE, POWERTOOLS_SERVICE_NAME");
    }
}
