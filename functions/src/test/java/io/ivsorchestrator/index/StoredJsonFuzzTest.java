package io.ivsorchestrator.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Recording;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** An item that somebody edited by hand is read or refused clearly, and a cursor is one that we made or none. */
class StoredJsonFuzzTest {
    private static final CursorSeal SEAL = new CursorSeal(new byte[32]);

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void facts_mutated_areReadOrRefused(@ForAll Random random) {
        String json = EvidenceJson.write(facts(random));

        readOrRefused(() -> EvidenceJson.read(Mutations.ofJson(json, random)));
    }

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void summary_mutated_isReadOrRefused(@ForAll Random random) {
        String json = SummaryJson.write(new Recording(EvidenceArbitraries.IDS.getFirst(), facts(random)).summary());

        readOrRefused(() -> SummaryJson.read(Mutations.ofJson(json, random)));
    }

    private static Facts facts(Random random) {
        return Facts.of(IntStream.range(0, 4).mapToObj(_ -> EvidenceArbitraries.any(random)).toList());
    }

    /** What reads the table takes both for an item that makes no sense. */
    private static void readOrRefused(Runnable reading) {
        try {
            reading.run();
        } catch (JsonException | IllegalArgumentException clear) {
            assertThat(clear.getMessage()).isNotBlank();
        }
    }

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void cursor_mutated_isRefused(@ForAll Random random) {
        String cursor = SEAL.seal("a query", "2026-03-07T09:04:36.000Z#channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
        String mutated = Mutations.ofText(cursor, random);
        if (mutated.equals(cursor)) {
            return;
        }

        assertThat(catchThrowableOfType(InvalidCursorException.class, () -> SEAL.open("a query", mutated))).isNotNull();
        assertThat(catchThrowableOfType(InvalidCursorException.class, () -> SEAL.open("another query", cursor)))
                .isNotNull();
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void cursor_anyText_isRefused(@ForAll String text) {
        assertThat(List.of("", "a query")).allSatisfy(query -> assertThat(catchThrowableOfType(
                InvalidCursorException.class, () -> SEAL.open(query, text))).isNotNull());
    }
}
