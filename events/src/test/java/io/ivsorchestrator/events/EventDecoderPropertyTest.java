package io.ivsorchestrator.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever comes, the decoder answers with an event or with a {@link JsonException}, and with nothing else. */
class EventDecoderPropertyTest {
    private static final List<Payload> PAYLOADS = Samples.names().stream().map(Payload::of).toList();

    private static final List<String> HOSTILE = List.of("null", "\"\"", "\" \"", "\"x\"", "0", "-1", "1.5",
            "1e999999999", "-1e-999999999", "1e99999999999999", "9".repeat(100), "9".repeat(2_000),
            "\"1e2147483647\"", "\"1e-2147483648\"", "\"٣\"", "\"NaN\"", "true", "false", "[]", "{}", "[null]", "[[]]",
            "[{}]", "{\"\":null}", "{\"a\":{\"a\":{\"a\":[]}}}", "\"" + "x".repeat(100_000) + "\"",
            "[".repeat(100_000) + "]".repeat(100_000), "[".repeat(60) + "]".repeat(60),
            "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000), "{\"" + "n".repeat(60_000) + "\":1}",
            "\"+999999999-12-31T23:59:59Z\"", "\"0000-01-01T00:00:00Z\"", "\"9999-12-31T23:59:60.999999999Z\"",
            "\"\\ud800\"", "\"\\u0000\"", "\"arn:aws:ivs:::channel/\"", "\"arn:aws:ivs:::/x\"", "\":::::\"",
            "\"arn:aws:ivs:us-west-2:123456789012:stage/a/b:c\"");

    @Property(tries = 8_000, shrinking = ShrinkingMode.BOUNDED)
    void decode_anyMutation_isAnEventOrAJsonException(@ForAll("mutations") String json) {
        answersProperly(json);
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.BOUNDED)
    void decode_damagedText_isAnEventOrAJsonException(@ForAll("damages") String json) {
        answersProperly(json);
    }

    @Property(tries = 1_000)
    void decode_truncatedText_isAlwaysBroken(@ForAll("truncations") String json) {
        assertThat(answersProperly(json)).isEmpty();
    }

    @Property(tries = 1_000)
    void decode_anyBytes_areAnEventOrAJsonException(@ForAll byte[] bytes) {
        answer(bytes);
    }

    @Provide
    Arbitrary<String> mutations() {
        Arbitrary<Payload> once = Arbitraries.of(PAYLOADS).flatMap(this::mutated);
        Arbitrary<Payload> twice = once.flatMap(this::mutated);
        return Arbitraries.oneOf(once, twice).map(Payload::json);
    }

    private Arbitrary<Payload> mutated(Payload payload) {
        return Arbitraries.of(payload.paths())
                .flatMap(path -> Arbitraries.oneOf(
                        Arbitraries.just(payload.without(path)),
                        Arbitraries.of(HOSTILE).map(json -> payload.withJson(path, json)),
                        Arbitraries.of(HOSTILE).map(json -> payload.withJson(beside(path), json)),
                        Arbitraries.strings().ofMaxLength(30).map(text -> payload.with(path, text))));
    }

    /** A member of another name; an element has nothing beside it and is replaced. */
    private static String beside(String path) {
        return Character.isDigit(path.charAt(path.length() - 1)) ? path : path + "_added";
    }

    @Provide
    Arbitrary<String> damages() {
        return Arbitraries.of(PAYLOADS)
                .map(Payload::json)
                .flatMap(json -> Combinators
                        .combine(Arbitraries.integers().between(0, json.length() - 1),
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.strings().withChars("{}[]\",:\\0-eE.tfn/\u0000\ufeff\ud83d ")
                                        .ofMaxLength(3))
                        .as((at, length, text) -> json.substring(0, at) + text
                                + json.substring(Math.min(json.length(), at + length))));
    }

    @Provide
    Arbitrary<String> truncations() {
        return Arbitraries.of(PAYLOADS)
                .map(Payload::json)
                .flatMap(json -> Arbitraries.integers()
                        .between(0, json.length() - 1)
                        .map(end -> json.substring(0, end)));
    }

    /** Decodes text and bytes; both must come to the same. */
    private static Optional<Event> answersProperly(String json) {
        Optional<Event> ofText = answer(json);
        Optional<Event> ofBytes = answer(json.getBytes(UTF_8));
        // A lone surrogate has no bytes, a byte order mark is dropped from bytes only.
        boolean sameInBytes = new String(json.getBytes(UTF_8), UTF_8).equals(json) && json.indexOf('\ufeff') < 0;
        if (sameInBytes) {
            assertThat(ofBytes).isEqualTo(ofText);
        }
        return ofText;
    }

    private static Optional<Event> answer(String json) {
        try {
            return Optional.of(EventDecoder.decode(json));
        } catch (JsonException broken) {
            explained(broken);
            return Optional.empty();
        }
    }

    private static Optional<Event> answer(byte[] json) {
        try {
            return Optional.of(EventDecoder.decode(json));
        } catch (JsonException broken) {
            explained(broken);
            return Optional.empty();
        }
    }

    private static void explained(JsonException broken) {
        assertThat(broken.path()).startsWith("$");
        assertThat(broken.problem()).isNotBlank().hasSizeLessThan(1_000);
    }
}
