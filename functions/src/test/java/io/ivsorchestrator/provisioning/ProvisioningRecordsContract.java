package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What every place for records does, and what is built on it. */
abstract class ProvisioningRecordsContract {
    private static final Instant NOW = Instant.parse("2026-03-07T09:00:00Z");
    private static final Arn STAGE = new Arn("arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa");
    private static final Content CONTENT = new Content.OfStages("bucket");

    private final ProvisioningRecords records = records();

    abstract ProvisioningRecords records();

    @Test
    void aRecord_isReadAsItWasWritten_andGuardedByItsVersion() {
        assertThat(records.find("a")).isEmpty();
        assertThat(records.put("a", 1, Map.of("x", "1", "empty", ""))).isTrue();
        assertThat(records.put("a", 1, Map.of("x", "2"))).isFalse();
        assertThat(records.find("a").orElseThrow().value("x")).contains("1");
        assertThat(records.find("a").orElseThrow().value("empty")).isEmpty();

        assertThat(records.put("a", 2, Map.of("x", "3"))).isTrue();
        assertThat(records.find("a").orElseThrow().values()).isEqualTo(Map.of("x", "3"));
        assertThat(records.find("b")).isEmpty();
    }

    @Test
    void whatWasThereBefore_isRememberedOnce_andForgottenOnceRestored() {
        Journal journal = new Journal(records);
        Before first = new Before.OfStage(new StageRecording(Optional.of(new Arn(
                "arn:aws:ivs:us-west-2:123456789012:storage-configuration/Gt5fR4deW3qs")), List.of("AUDIO_ONLY"),
                OptionalInt.of(10), OptionalInt.of(4), Optional.of(false), Optional.of(new Thumbnails(
                        Optional.of("INTERVAL"), OptionalInt.of(5), Optional.empty(), List.of("LATEST")))));
        journal.remember(STAGE, first);
        journal.remember(STAGE, new Before.OfStage(StageRecording.OFF));
        assertThat(journal.find(STAGE)).contains(first);

        journal.forget(STAGE);
        assertThat(journal.find(STAGE)).isEmpty();
        journal.remember(STAGE, new Before.OfStage(StageRecording.OFF));
        assertThat(journal.find(STAGE)).contains(new Before.OfStage(StageRecording.OFF));
        Before channel = new Before.OfChannel(Optional.of(STAGE));
        assertThat(Journal.read(Journal.write(channel))).isEqualTo(channel);
    }

    @Test
    void aClaim_isOnesOwnForAMinute() {
        Claims claims = new Claims(records);

        assertThat(claims.take(CONTENT, NOW)).isEqualTo(new Claims.Claim.Granted());
        assertThat(claims.take(CONTENT, NOW.plusSeconds(30))).isEqualTo(new Claims.Claim.Held(NOW.plusSeconds(60)));
        assertThat(claims.take(CONTENT, NOW.plusSeconds(60))).isEqualTo(new Claims.Claim.Granted());
        claims.release(CONTENT, NOW.plusSeconds(61));
        assertThat(claims.take(CONTENT, NOW.plusSeconds(62))).isEqualTo(new Claims.Claim.Granted());
    }

    @Test
    void whatFailsThreeTimes_isLeftForAnHour() {
        Claims claims = new Claims(records);
        assertThat(claims.failed(CONTENT, NOW, false)).isFalse();
        assertThat(claims.failed(CONTENT, NOW, false)).isFalse();
        assertThat(claims.take(CONTENT, NOW)).isEqualTo(new Claims.Claim.Granted());

        assertThat(claims.failed(CONTENT, NOW, false)).isTrue();

        assertThat(claims.take(CONTENT, NOW.plusSeconds(3599)))
                .isEqualTo(new Claims.Claim.Cooling(NOW.plusSeconds(3600)));
        assertThat(claims.take(CONTENT, NOW.plusSeconds(3600))).isEqualTo(new Claims.Claim.Granted());
        assertThat(claims.failed(CONTENT, NOW.plusSeconds(3601), true)).isTrue();
    }
}
