package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A channel's recording from its first stream until IVS says Recording End, with all streams that are merged into it.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html">IVS Auto-Record to Amazon
 * S3</a>
 */
final class ChannelRecording {
    /** After which a new prefix is begun. */
    static final Duration LONGEST = Duration.ofDays(2);
    private static final int MOST_STREAMS = 20;
    /** Sooner, IVS has not finished writing what came before. */
    private static final Duration SOONEST_RECONNECT = Duration.ofSeconds(10);

    private final RecordingConfiguration configuration;
    private final Instant startedAt;
    private final Duration shortest;
    private final Tape tape;
    private final RecordingPlan.Channel empty;
    private final ChannelRecordingSession session;
    private final List<StreamSession> streams = new ArrayList<>();
    /** Of the streams that have ended. */
    private final List<Take> takes = new ArrayList<>();
    /** Since when the last stream is recorded. */
    private @Nullable Instant runningSince;
    private @Nullable Instant lastEnd;
    private @Nullable Instant endedAt;
    private @Nullable Broken failure;

    /** @param shortest of a shorter stream nothing is recorded */
    ChannelRecording(
            StreamSession first,
            RecordingConfiguration configuration,
            String recordingId,
            String sessionId,
            Instant startedAt,
            Duration shortest,
            Tape tape) {
        this.configuration = configuration;
        this.startedAt = startedAt;
        this.shortest = shortest;
        this.tape = tape;
        this.runningSince = startedAt;
        streams.add(first);
        Ladder ladder = Ladder.of(first.channel(), first.ingest().video());
        this.empty = new RecordingPlan.Channel(configuration.bucket(), first.channelArn(), recordingId, startedAt,
                List.of(), ladder.selected(configuration.renditionConfiguration(), first.channel().type()),
                thumbnails(configuration),
                ladder.thumbnailSize(Optional.ofNullable(configuration.thumbnailConfiguration().resolution())));
        this.session = new ChannelRecordingSession(sessionId, configuration.bucket(), empty.prefix());
    }

    RecordingConfiguration configuration() {
        return configuration;
    }

    ChannelRecordingSession session() {
        return session;
    }

    Tape tape() {
        return tape;
    }

    StreamSession lastStream() {
        return streams.getLast();
    }

    List<String> streamIds() {
        return streams.stream().map(StreamSession::streamId).toList();
    }

    /** What it has recorded at that time. */
    RecordingPlan.Channel plan(Instant now) {
        List<Take> all = new ArrayList<>(takes);
        if (runningSince != null) {
            Duration length = Duration.between(runningSince, now);
            if (length.compareTo(shortest) >= 0) {
                all.add(new Take(runningSince, length, true));
            }
        }
        return empty.with(all);
    }

    boolean isOf(String channelArn) {
        return streams.getFirst().channelArn().equals(channelArn);
    }

    /** When a stream that goes on is recorded to another prefix. */
    Instant rollsOverAt() {
        return startedAt.plus(LONGEST);
    }

    /** Whether a stream that starts on the same channel is merged, given that the reconnect window is still open. */
    boolean merges(StreamSession next) {
        StreamSession first = streams.getFirst();
        RecordingConfiguration other = next.recordingConfiguration();
        return lastEnd != null
                && other != null && other.arn().equals(configuration.arn())
                && streams.size() < MOST_STREAMS
                && next.startTime().isBefore(rollsOverAt())
                && !next.startTime().isBefore(lastEnd.plus(SOONEST_RECONNECT))
                && alike(first.ingest(), next.ingest());
    }

    void merge(StreamSession next) {
        streams.add(next);
        runningSince = next.startTime();
        lastEnd = null;
    }

    void streamEnded(Instant time) {
        if (runningSince != null) {
            Duration length = Duration.between(runningSince, time);
            if (length.isPositive() && length.compareTo(shortest) >= 0) {
                takes.add(new Take(runningSince, length));
            }
        }
        runningSince = null;
        lastEnd = time;
    }

    /** When the reconnect window closes. */
    Instant endsAt() {
        return Objects.requireNonNull(lastEnd, "a stream runs").plusSeconds(
                configuration.recordingReconnectWindowSeconds());
    }

    boolean isDue(Instant now) {
        return lastEnd != null && !endsAt().isAfter(now);
    }

    void ended(Instant time) {
        endedAt = time;
    }

    void broke(Tape.Breakage breakage) {
        endedAt = breakage.at();
        failure = new Broken(false, breakage.cause(), breakage.cause().channelEndReason());
    }

    Recorded truth() {
        Recorded.State state = endedAt == null ? Recorded.State.ACTIVE : Recorded.State.STOPPED;
        return new Recorded(Recorded.Kind.CHANNEL, streams.getFirst().channelArn(), streamIds(), List.of(), "", "", "",
                "", session.bucket(), session.prefix(), startedAt, endedAt, tape.duration(),
                failure == null ? state : Recorded.State.FAILED, tape.metadata(), failure);
    }

    private static boolean alike(Ingest first, Ingest next) {
        long difference = Math.abs(bitrate(next) - bitrate(first));
        return next.video().videoWidth() == first.video().videoWidth()
                && next.video().videoHeight() == first.video().videoHeight()
                && next.video().targetFramerate() == first.video().targetFramerate()
                && next.video().codec().equals(first.video().codec())
                && next.audio().codec().equals(first.audio().codec())
                && 2 * difference <= bitrate(first);
    }

    private static long bitrate(Ingest ingest) {
        return ingest.video().targetBitrate() + ingest.audio().targetBitrate();
    }

    private static Thumbnails thumbnails(RecordingConfiguration configuration) {
        RecordingConfiguration.Thumbnails configured = configuration.thumbnailConfiguration();
        if (!configured.recordingMode().equals("INTERVAL")) {
            return Thumbnails.NONE;
        }
        return new Thumbnails(configured.storage().contains("SEQUENTIAL"), configured.storage().contains("LATEST"),
                Duration.ofSeconds(configured.targetIntervalSeconds()));
    }
}
