package io.ivsorchestrator.query;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.Inspection;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What people read about a fact. */
class FactTextTest {
    private static final Instant TIME = Instant.parse("2026-03-07T10:36:12Z");
    private static final RecordingId.Participant PARTICIPANT = (RecordingId.Participant) idOf(PARTICIPANT_LOCATION);
    private static final Subject.StageParticipant PERSON = new Subject.StageParticipant("Wq8rT2yUi5Oa",
            "st-aB1cD2eF3gH4i",
            "Nb7vC6xZ5lKj");

    @Example
    void whatIvsSaid() {
        assertThat(FactText.of(aStreamFailure().build())).startsWith("IVS: ").contains("stream st-");
        assertThat(FactText.of(aParticipant(Evidence.ParticipantChange.PUBLISH_ERROR).build()))
                .startsWith("IVS: participant publish error");
        assertThat(FactText.of(new Evidence.RecordingTold(PARTICIPANT, TIME, RecordingState.FAILED,
                new Arn("arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa"), Optional.empty(), Optional.of(TIME),
                Optional.empty(), Optional.of("InternalServerException")))).isEqualTo(
                        "IVS API: the recording is FAILED, started 2026-03-07T10:36:12Z, InternalServerException");
        assertThat(FactText.of(new Evidence.UserTold(PERSON, TIME, "alice")))
                .isEqualTo("IVS API: the participant's user is alice");
        assertThat(FactText.of(new Evidence.ReplacedBy(PARTICIPANT, TIME, PARTICIPANT)))
                .isEqualTo("the failure that the API told is that of " + PARTICIPANT.text());
    }

    @Example
    void whatS3Said() {
        assertThat(FactText.of(anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, Evidence.UnreadReason.DENIED)))
                .isEqualTo("S3: events/recording-ended.json could not be used (DENIED): 403 AccessDenied");
        assertThat(FactText.of(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().build()))
                .startsWith("S3: events/recording-ended.json was deleted");
        assertThat(FactText.of(new Evidence.MediaMissed(idOf(CHANNEL_LOCATION), TIME, CHANNEL_LOCATION)))
                .isEqualTo("S3: nothing is left at " + CHANNEL_LOCATION);
        assertThat(FactText.of(anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2027-03-07T00:00:00Z"))).isEqualTo(
                "S3: events/recording-ended.json may be removed by a lifecycle rule from 2027-03-07T00:00:00Z on");
    }

    @Example
    void whatWeDidOurselves() {
        Inspection inspection = new Inspection(List.of(new Inspection.Rendition("media/hls/360p30/playlist.m3u8",
                800_000, 700_000, List.of("avc1.4d001f"), Optional.of("640x360"), Duration.ofSeconds(20), 2, 1_024,
                1)));

        assertThat(FactText.of(new Evidence.Inspected(idOf(CHANNEL_LOCATION), TIME, CHANNEL_LOCATION, inspection)))
                .isEqualTo("inspection: media/hls/360p30/playlist.m3u8 has 2 segments, 1024 bytes, 1 missing");
        assertThat(FactText.of(aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.BLOCKED, "2026-03-08T00:00:00Z")))
                .isEqualTo("deletion given up, 403 AccessDenied");
    }

    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void anyFact_isASentence(@ForAll Random random) {
        assertThat(FactText.of(EvidenceArbitraries.any(random))).isNotBlank().doesNotContain("Optional", "null");
    }
}
