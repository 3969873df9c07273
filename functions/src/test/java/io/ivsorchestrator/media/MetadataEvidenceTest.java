package io.ivsorchestrator.media;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Evidence.UnreadReason;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of a recording that was found in a bucket: the newest object's facts, or why there are none. */
class MetadataEvidenceTest {
    private static final Instant LISTED = Instant.parse("2026-03-07T10:36:15Z");
    private static final Instant WRITTEN = Instant.parse("2026-03-07T10:36:14Z");
    private static final String BUCKET = CHANNEL_LOCATION.bucket();
    private static final String STARTED = CHANNEL_LOCATION.key(MetadataFile.STARTED.path());
    private static final String ENDED = CHANNEL_LOCATION.key(MetadataFile.ENDED.path());

    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();

    private List<Evidence> of(MetadataFile... found) {
        Map<MetadataFile, Instant> listed = new EnumMap<>(MetadataFile.class);
        for (MetadataFile file : found) {
            listed.put(file, LISTED);
        }
        return new MetadataEvidence(files).of(
                new RecordingWalk.FoundRecording(idOf(CHANNEL_LOCATION), CHANNEL_LOCATION, listed));
    }

    private static void assertUnread(List<Evidence> evidence, UnreadReason reason, Instant time, String detail) {
        assertThat(evidence).singleElement().isInstanceOfSatisfying(Evidence.MetadataUnread.class, unread -> {
            assertThat(unread.subject()).isEqualTo(idOf(CHANNEL_LOCATION));
            assertThat(unread.file()).isEqualTo(MetadataFile.ENDED);
            assertThat(unread.reason()).isEqualTo(reason);
            assertThat(unread.time()).isEqualTo(time);
            assertThat(unread.detail()).startsWith("s3://" + BUCKET + "/" + ENDED).contains(detail);
        });
    }

    @Test
    void theObjectAboutTheEnd_saysEverything_withOneRequest() {
        files.put(BUCKET, STARTED, MetadataSamples.json(RecordingKind.CHANNEL, "started"), WRITTEN);
        files.put(BUCKET, ENDED, MetadataSamples.json(RecordingKind.CHANNEL, "ended"), WRITTEN);

        assertThat(of(MetadataFile.STARTED, MetadataFile.ENDED)).singleElement()
                .isInstanceOfSatisfying(Evidence.MetadataFound.class, found -> {
                    assertThat(found.file()).isEqualTo(MetadataFile.ENDED);
                    assertThat(found.time()).isEqualTo(WRITTEN);
                });
        assertThat(files.fetches()).isEqualTo(1);
    }

    @Test
    void anObjectThatWillExpire_tellsThatToo() {
        Instant until = Instant.parse("2027-03-07T00:00:00Z");
        files.put(BUCKET, ENDED, MetadataSamples.json(RecordingKind.CHANNEL, "ended"), WRITTEN);
        files.expire(BUCKET, ENDED, until);

        assertThat(of(MetadataFile.ENDED)).hasSize(2).element(1).isEqualTo(
                new Evidence.ExpiryTold(idOf(CHANNEL_LOCATION), WRITTEN, MetadataFile.ENDED, until));
    }

    @Test
    void mediaAlone_andAnObjectThatWentMeanwhile_sayNothing() {
        assertThat(of()).isEmpty();
        assertThat(files.fetches()).isZero();
        assertThat(of(MetadataFile.ENDED)).isEmpty();
    }

    @Test
    void anObjectThatCannotBeUsed_isSaidWithItsPlaceAndTheReason() {
        files.put(BUCKET, ENDED, "{\"media\": 3}".getBytes(StandardCharsets.UTF_8), WRITTEN);
        assertUnread(of(MetadataFile.ENDED), UnreadReason.MALFORMED, WRITTEN, " at $.");

        files.put(BUCKET, ENDED, new byte[RecordingFiles.MAX_BYTES + 1], WRITTEN);
        assertUnread(of(MetadataFile.ENDED), UnreadReason.MALFORMED, LISTED,
                " has " + (RecordingFiles.MAX_BYTES + 1) + " bytes, more than metadata can have");

        files.deny(BUCKET, ENDED, "no grant");
        assertUnread(of(MetadataFile.ENDED), UnreadReason.DENIED, LISTED, ": no grant");
    }

    @Test
    void anObjectThatCannotBeReadJustNow_isToBeTriedAgain() {
        files.breakDown(BUCKET, ENDED);

        assertThatThrownBy(() -> of(MetadataFile.ENDED)).isInstanceOf(RecordingFilesException.class);
    }
}
