package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The schema against the one that was published. Who changes it compatibly raises {@link OutboundNames#SCHEMA_VERSION} and
 * adds a copy of the new one; who must break it makes a version 2 beside it.
 */
class OutboundSchemaTest {
    private static final String PUBLISHED = "/schemas/published-recording-event-1.0.json";

    private static String published(int minor) {
        return "/schemas/published-recording-event-1." + minor + ".json";
    }

    private static String text(String resource) throws IOException {
        try (InputStream text = OutboundSchemaTest.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void schema_breaksNoReaderOfAnyPublishedOne() {
        for (int minor = 0; minor <= minor(); minor++) {
            assertThat(JsonSchema.at(OutboundNames.SCHEMA).breaks(JsonSchema.at(published(minor)))).as("1." + minor)
                    .isEmpty();
        }
    }

    @Test
    void schema_isTheOneThatItsVersionNames() throws IOException {
        assertThat(text(OutboundNames.SCHEMA)).as("an addition raises the minor version")
                .isEqualTo(text(published(minor())));
    }

    private static int minor() {
        return Integer.parseInt(OutboundNames.SCHEMA_VERSION.replaceFirst("1\\.", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "sequence": {"type": "integer"      | "sequence": {"type": "string"         | sequence was
            "durationMs": {"type": "integer"    | "length": {"type": "integer"          | durationMs is gone
            "required": ["id", "kind", "state", | "required": ["id", "state",           | kind was always there
            "COMPOSITE"]                        | "COMPOSITION"]                        | no longer takes
            """)
    void breakingChange_isNoticed(String before, String after, String complaint) throws IOException {
        String published = text(PUBLISHED);
        assertThat(published).contains(before);
        JsonSchema changed = JsonSchema.of(published.replace(before, after));

        assertThat(changed.breaks(JsonSchema.at(PUBLISHED))).anySatisfy(
                problem -> assertThat(problem).contains(complaint));
    }

    @Test
    void addition_breaksNobody() throws IOException {
        JsonSchema grown = JsonSchema.of(text(PUBLISHED).replace("\"channelName\": {\"type\": \"string\"},",
                "\"channelName\": {\"type\": \"string\"}, \"mood\": {\"type\": \"string\"},"));

        assertThat(grown.breaks(JsonSchema.at(PUBLISHED))).isEmpty();
        assertThat(JsonSchema.at(PUBLISHED).breaks(grown)).containsExactly("$.detail.recording.mood is gone");
    }

    @Test
    void schema_namesWhatTheCodeNames() throws IOException {
        String schema = text(OutboundNames.SCHEMA);

        assertThat(schema).contains('"' + OutboundNames.SOURCE + '"');
        assertThat(Stream.of(OutboundChange.values()).map(OutboundChange::detailType)).allSatisfy(
                detailType -> assertThat(schema).contains('"' + detailType + '"'));
        assertThat(OutboundNames.SCHEMA).endsWith("-" + OutboundNames.SCHEMA_VERSION.replaceAll("\\..*", "") + ".json");
    }

    @Test
    void validation_findsWhatIsMissingOrWrong() {
        JsonObject event = JsonObject.parse("""
                {"source":"somebody","detail-type":"Recording Ended","detail":{"schemaVersion":"1.0","id":"a#1",
                "sequence":"one","recording":{"id":"a","kind":"CHANNEL","state":"STOPPED","presence":"PRESENT"}}}""");

        assertThat(JsonSchema.at(OutboundNames.SCHEMA).problems(event)).hasSize(3)
                .anySatisfy(problem -> assertThat(problem).contains("source"))
                .anySatisfy(problem -> assertThat(problem).contains("sequence"))
                .anySatisfy(problem -> assertThat(problem).contains("startedAt"));
    }
}
