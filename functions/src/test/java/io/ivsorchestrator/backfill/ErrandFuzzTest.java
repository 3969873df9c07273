package io.ivsorchestrator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.fuzz.Mutations;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The first message is written by an operator's hand: it is an errand that can be run, or it is refused in our words. */
class ErrandFuzzTest {
    private static final String ERRAND = new Errand("spring-2026", "acme-live-recordings", "Wq8rT2yUi5Oa/", Mode.INDEX,
            Errand.Work.WALK).text();

    @Property(tries = 5_000, shrinking = ShrinkingMode.OFF)
    void errand_mutated_isOneThatCanBeRunOrRefused(@ForAll Random random) {
        String text = Mutations.ofJson(ERRAND, random);
        Errand errand;
        try {
            errand = Errand.parse(text);
        } catch (JsonException | IllegalArgumentException clear) {
            assertThat(clear.getMessage()).isNotBlank();
            return;
        }

        assertThat(errand.run()).matches("[A-Za-z0-9._-]{1,64}");
        assertThat(errand.bucket()).matches("[a-z0-9.-]{3,63}");
        assertThat(errand.prefix()).matches("(?s)|.*/");
        assertThat(Errand.parse(errand.text())).as("what is sent on").isEqualTo(errand);
    }
}
