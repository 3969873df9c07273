package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.RecordingKind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever happens to a metadata object, it is metadata or it is broken at a named place. */
class MetadataParserFuzzTest {
    /** A member's name and its value, of whatever type, up to its first bracket. */
    private static final Pattern MEMBER = Pattern.compile("(\"\\w+\": )(\"[^\"]*\"|\\d+|[{\\[])");
    private static final List<String> VALUES = List.of("null", "true", "0", "-1", "1e400", "0.5",
            "12345678901234567890", "\"\"",
            "\"/\"", "\"..\"", "\"a/../b\"", "\"s3://b/k\"", "\"a/\"", "\"%2e%2e\"", "\"\\ud800\"", "\"\\u0000\"", "{}",
            "[]",
            "[null]", "[[]]", "{\"path\": {}}", "\"" + "x".repeat(2000) + "\"", "\"2026-13-07T09:04:36Z\"",
            "\"+999999999-12-31T23:59:59Z\"");

    @Property(tries = 3000)
    void parse_mutatedBytes_isMetadataOrBrokenAtAPath(@ForAll RecordingKind kind, @ForAll("samples") byte[] sample,
            @ForAll @Size(min = 1, max = 8) List<@From("mutations") Mutation> mutations) {
        byte[] json = sample;
        for (Mutation mutation : mutations) {
            json = mutation.apply(json);
        }

        check(kind, json);
    }

    @Property(tries = 3000)
    void parse_swappedValues_isMetadataOrBrokenAtAPath(@ForAll RecordingKind kind, @ForAll("samples") byte[] sample,
            @ForAll @Size(min = 1, max = 3) List<@From("swaps") Swap> swaps) {
        String json = new String(sample, StandardCharsets.UTF_8);
        for (Swap swap : swaps) {
            json = swap.apply(json);
        }

        check(kind, json.getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void parse_anyBytes_isMetadataOrBrokenAtAPath(@ForAll RecordingKind kind, @ForAll byte[] json) {
        check(kind, json);
    }

    private static void check(RecordingKind kind, byte[] json) {
        Metadata metadata;
        try {
            metadata = MetadataParser.parse(kind, json);
        } catch (JsonException broken) {
            assertThat(broken.path()).startsWith("$");
            return;
        }
        assertThat(paths(metadata.media())).allSatisfy(path -> {
            assertThat(path).isNotEmpty().doesNotStartWith("/").doesNotEndWith("/").doesNotContain(":/", "\\", "%");
            assertThat(path.split("/")).doesNotContain(".", "..");
            assertThat(path.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(1024);
        });
    }

    private static List<String> paths(Media media) {
        Stream<String> hls = media.hls()
                .stream()
                .flatMap(found -> Stream.of(
                        Stream.of(found.path(), found.playlist()),
                        found.byteRangePlaylist().stream(),
                        found.renditions()
                                .stream()
                                .flatMap(rendition -> Stream.concat(Stream.of(rendition.path(), rendition.playlist()),
                                        rendition.byteRangePlaylist().stream())))
                        .flatMap(path -> path));
        Stream<String> thumbnails = Stream.concat(media.thumbnails().stream(), media.latestThumbnail().stream())
                .flatMap(found -> Stream.concat(Stream.of(found.path()),
                        found.variants().stream().map(Media.Variant::path)));
        return Stream.concat(hls, thumbnails).toList();
    }

    @Provide
    Arbitrary<byte[]> samples() {
        return Combinators.combine(Arbitraries.of(RecordingKind.class), Arbitraries.of(MetadataSamples.OUTCOMES))
                .as(MetadataSamples::json);
    }

    @Provide
    Arbitrary<Mutation> mutations() {
        return Combinators
                .combine(Arbitraries.of(Mutation.Operation.class), Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.integers().between(0, 40), Arbitraries.bytes())
                .as(Mutation::new);
    }

    @Provide
    Arbitrary<Swap> swaps() {
        return Combinators.combine(Arbitraries.integers().between(0, 1_000_000), Arbitraries.of(VALUES)).as(Swap::new);
    }

    /** A change to {@code length} bytes from {@code position} on (modulo the size). */
    record Mutation(Operation operation, int position, int length, byte value) {
        enum Operation {
            DELETE, REPLACE, INSERT, REPEAT, TRUNCATE
        }

        byte[] apply(byte[] json) {
            int start = position % (json.length + 1);
            int end = Math.min(start + length, json.length);
            ByteArrayOutputStream mutated = new ByteArrayOutputStream();
            mutated.write(json, 0, start);
            switch (operation) {
                case DELETE -> mutated.write(json, end, json.length - end);
                case REPLACE -> {
                    if (start < json.length) {
                        mutated.write(value);
                        mutated.write(json, start + 1, json.length - start - 1);
                    }
                }
                case INSERT -> {
                    mutated.write(value);
                    mutated.write(json, start, json.length - start);
                }
                case REPEAT -> {
                    mutated.write(json, start, end - start);
                    mutated.write(json, start, json.length - start);
                }
                case TRUNCATE -> {
                    // nothing follows
                }
            }
            return mutated.toByteArray();
        }
    }

    /** Another value for one member, well-formed where the member's was a text or number. */
    record Swap(int position, String value) {
        String apply(String json) {
            Matcher members = MEMBER.matcher(json);
            List<MatchResult> found = members.results().toList();
            if (found.isEmpty()) {
                return json;
            }
            MatchResult member = found.get(position % found.size());
            boolean nested = member.group(2).equals("{") || member.group(2).equals("[");
            int end = nested ? closing(json, member.start(2)) : member.end(2);
            return json.substring(0, member.start(2)) + value + json.substring(end);
        }

        /** Behind the bracket that closes the one at {@code open}; no text in the samples holds a bracket. */
        private static int closing(String json, int open) {
            int depth = 0;
            for (int i = open; i < json.length(); i++) {
                switch (json.charAt(i)) {
                    case '{', '[' -> depth++;
                    case '}', ']' -> depth--;
                    default -> {
                        // part of a value
                    }
                }
                if (depth == 0) {
                    return i + 1;
                }
            }
            return json.length();
        }
    }
}
