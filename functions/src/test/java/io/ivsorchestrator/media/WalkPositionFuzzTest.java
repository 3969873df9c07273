package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.media.RecordingWalk.Pending;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.recording.MetadataFile;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.NotEmpty;

/** Where a walk was left is what it goes on from; a checkpoint that somebody edited is understood or refused clearly. */
class WalkPositionFuzzTest {
    private static final String PREFIX = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/";

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void position_any_readsBack(@ForAll Random random, @ForAll @NotEmpty String token) {
        Position position = position(random, token);

        assertThat(WalkPosition.parse(WalkPosition.text(position))).isEqualTo(position);
    }

    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
    void position_mutated_isReadOrRefused(@ForAll Random random) {
        String text = Mutations.ofJson(
                WalkPosition.text(position(random, "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4v==")),
                random);
        Position position;
        try {
            position = WalkPosition.parse(text);
        } catch (JsonException clear) {
            assertThat(clear.getMessage()).isNotBlank();
            return;
        }

        assertThat(WalkPosition.parse(WalkPosition.text(position))).isEqualTo(position);
    }

    private static Position position(Random random, String token) {
        Map<MetadataFile, Instant> files = new HashMap<>();
        for (MetadataFile file : MetadataFile.values()) {
            if (random.nextBoolean()) {
                files.put(file, Instant.ofEpochMilli(1_772_874_276_000L + random.nextInt(1_000_000)));
            }
        }
        return new Position(maybe(random, token), maybe(random, PREFIX + "media/" + token), random.nextBoolean(),
                random.nextBoolean(), maybe(random, PREFIX).map(prefix -> new Pending(prefix, files)));
    }

    private static Optional<String> maybe(Random random, String text) {
        return random.nextBoolean() ? Optional.of(text) : Optional.empty();
    }
}
