package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.Stage;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.IvsEventJson.ParticipantRecordingSession;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import io.ivsorchestrator.local.story.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A participant's recording from when they first published until IVS says Recording End, with all that is merged into it.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/rt-individual-participant-recording.html">IVS
 * Individual Participant Recording</a>
 */
final class ParticipantRecording {
    private static final Variant SOUND = new Variant("audio", null);

    private final Stage.ParticipantRecording settings;
    private final String bucket;
    private final Instant startedAt;
    private final Tape tape;
    /** The participant in each session that is merged into it. */
    private final List<Participant> participants = new ArrayList<>();
    private final List<Take> takes = new ArrayList<>();
    private @Nullable Instant runningSince;
    private @Nullable Instant lastEnd;
    /** They publish again, if for long enough is not known yet. */
    private boolean held;
    private @Nullable Instant endedAt;
    private @Nullable Broken failure;

    ParticipantRecording(
            Participant first, Stage.ParticipantRecording settings, String bucket, Instant startedAt, Tape tape) {
        this.settings = settings;
        this.bucket = bucket;
        this.startedAt = startedAt;
        this.tape = tape;
        this.runningSince = startedAt;
        participants.add(first);
    }

    Tape tape() {
        return tape;
    }

    List<Participant> participants() {
        return participants;
    }

    /** What it has recorded at that time. */
    RecordingPlan.Participant plan(Instant now) {
        List<Take> all = new ArrayList<>(takes);
        if (runningSince != null && now.isAfter(runningSince)) {
            all.add(new Take(runningSince, Duration.between(runningSince, now), true));
        }
        Participant first = participants.getFirst();
        return new RecordingPlan.Participant(bucket, first.stageArn(), first.sessionId(), first.participantId(),
                startedAt, all, variants(settings),
                Duration.ofSeconds(settings.hlsConfiguration().targetSegmentDurationSeconds()), thumbnails(settings));
    }

    /** As events carry it, in the last session. */
    ParticipantRecordingSession session() {
        Participant last = participants.getLast();
        return new ParticipantRecordingSession(last.stageArn(), last.sessionId(), last.participantId(), bucket,
                plan(startedAt).prefix());
    }

    /** Whether what they publish from then on is merged. */
    boolean merges(Participant again, Stage.ParticipantRecording other, Instant time) {
        Participant first = participants.getFirst();
        return first.participantId().equals(again.participantId())
                && first.stageArn().equals(again.stageArn())
                && settings.storageConfigurationArn().equals(other.storageConfigurationArn())
                && lastEnd != null && time.isBefore(endsAt());
    }

    void hold(boolean again) {
        held = again;
    }

    void merge(Participant again, Instant since) {
        if (!participants.getLast().key().equals(again.key())) {
            participants.add(again);
        }
        runningSince = since;
        lastEnd = null;
        held = false;
    }

    void unpublished(Instant time) {
        if (runningSince != null && time.isAfter(runningSince)) {
            takes.add(new Take(runningSince, Duration.between(runningSince, time)));
        }
        runningSince = null;
        lastEnd = time;
    }

    /** When the reconnect window closes. */
    Instant endsAt() {
        return Objects.requireNonNull(lastEnd, "they publish").plusSeconds(settings.recordingReconnectWindowSeconds());
    }

    boolean isDue(Instant now) {
        return lastEnd != null && !held && !endsAt().isAfter(now);
    }

    void ended(Instant time) {
        endedAt = time;
    }

    void broke(Tape.Breakage breakage) {
        endedAt = breakage.at();
        failure = new Broken(false, breakage.cause(), breakage.cause().failure().errorCode());
    }

    Recorded truth() {
        Recorded.State state = endedAt == null ? Recorded.State.ACTIVE : Recorded.State.STOPPED;
        return recorded(participants, bucket, session().prefix(), startedAt, endedAt, tape.duration(),
                failure == null ? state : Recorded.State.FAILED, tape.metadata(), failure);
    }

    /** A recording that could not start, or is about to. */
    static Recorded attempt(
            Participant participant,
            String bucket,
            Instant startedAt,
            @Nullable Instant failedAt,
            @Nullable Broken failure) {
        return recorded(List.of(participant), bucket, prefix(participant, startedAt), startedAt, failedAt,
                Duration.ZERO, failure == null ? Recorded.State.ACTIVE : Recorded.State.FAILED, Recorded.Metadata.NONE,
                failure);
    }

    /** The prefix of a recording that started then. */
    static String prefix(Participant participant, Instant startedAt) {
        return new RecordingPlan.Participant("", participant.stageArn(), participant.sessionId(),
                participant.participantId(), startedAt, List.of(), List.of(),
                RecordingPlan.Participant.SEGMENT_TARGET, Thumbnails.NONE).prefix();
    }

    private static Recorded recorded(
            List<Participant> participants,
            String bucket,
            String prefix,
            Instant startedAt,
            @Nullable Instant endedAt,
            Duration duration,
            Recorded.State state,
            Recorded.Metadata metadata,
            @Nullable Broken failure) {
        Participant first = participants.getFirst();
        return new Recorded(Recorded.Kind.PARTICIPANT, first.stageArn(), List.of(),
                participants.stream().map(Participant::sessionId).toList(), first.participantId(), first.userId(), "",
                "", bucket, prefix, startedAt, endedAt, duration, state, metadata, failure);
    }

    private static List<Variant> variants(Stage.ParticipantRecording settings) {
        String mediaType = settings.mediaTypes().isEmpty() ? "AUDIO_VIDEO" : settings.mediaTypes().getFirst();
        return switch (mediaType) {
            case "NONE" -> List.of();
            case "AUDIO_ONLY" -> List.of(SOUND);
            default -> List.of(RecordingPlan.Participant.HIGH);
        };
    }

    private static Thumbnails thumbnails(Stage.ParticipantRecording settings) {
        Stage.Thumbnails configured = settings.thumbnailConfiguration();
        if (!configured.recordingMode().equals("INTERVAL")) {
            return Thumbnails.NONE;
        }
        return new Thumbnails(configured.storage().contains("SEQUENTIAL"), configured.storage().contains("LATEST"),
                Duration.ofSeconds(configured.targetIntervalSeconds()));
    }
}
