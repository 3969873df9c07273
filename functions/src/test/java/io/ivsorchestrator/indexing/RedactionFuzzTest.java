package io.ivsorchestrator.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.fuzz.Mutations;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is put aside may be anything: redacting it takes no time, leaves no secret, and what is redacted stays so. */
class RedactionFuzzTest {
    private static final String SECRET = "s3cr3t-0123456789";

    @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
    void redact_anyDamage_isStable(@ForAll Random random) {
        List<String> names = List.copyOf(Samples.names());
        String text = Mutations.ofJson(Samples.json(names.get(random.nextInt(names.size()))), random);
        String redacted = Redaction.redact(text);

        assertThat(Redaction.redact(redacted)).isEqualTo(redacted);
    }

    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void redact_textCutOffAnywhere_showsNoSecret(@ForAll Random random) {
        String whole = "{\"detail\":{\"new_token\":{\"user_id\":\"u\"},\"sessionToken\":\"" + SECRET
                + "\",\"streamKey\":{\"value\":\"" + SECRET + "\"},\"passphrase\" : \"" + SECRET + "\"}}";
        String text = whole.substring(0, random.nextInt(whole.length() + 1));

        assertThat(Redaction.redact(text)).doesNotContain("s3cr3t");
    }

    static List<String> hostile() {
        int megabyte = 1 << 20;
        return List.of("\\".repeat(megabyte), "\"".repeat(megabyte), "\"token".repeat(megabyte / 6),
                "\"token\":".repeat(megabyte / 8), "\"token\":\"" + "\\\"".repeat(megabyte / 2),
                "\"" + "token".repeat(megabyte / 5) + "\"", "\"token\":[" + "\"a\",".repeat(megabyte / 4),
                "[".repeat(megabyte), "\"a-".repeat(megabyte / 3), "\\\"token\\\":\\\"".repeat(megabyte / 14));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void redact_aMegabyteOfAnything_takesNoTime(String text) {
        assertThat(Redaction.redact(text)).isNotNull();
    }
}
