package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A channel's recording from its first stream until IVS says Recording End, with all streams that are merged into it.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html">IVS Auto-Record to Amazon
 * S3</a>
 */
final class ChannelRecording {
    private static final int MOST_STREAMS = 20;
    private static final Duration LONGEST = Duration.ofDays(2);
    /** Sooner, IVS has not finished writing what came before. */
    private static final Duration SOONEST_RECONNECT = Duration.ofSeconds(10);
    /** Stands for a stream that runs, and for one that ended as soon as it started. */
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final RecordingConfiguration configuration;
    private final String recordingId;
    private final ChannelRecordingSession session;
    private final AnnouncedObjects objects;
    private final List<StreamSession> streams = new ArrayList<>();
    /** Of the streams that have ended. */
    private final List<Take> takes = new ArrayList<>();
    private @Nullable Instant lastEnd;

    ChannelRecording(
            StreamSession first,
            RecordingConfiguration configuration,
            String recordingId,
            String sessionId,
            AnnouncedObjects objects) {
        this.configuration = configuration;
        this.recordingId = recordingId;
        this.objects = objects;
        streams.add(first);
        this.session = new ChannelRecordingSession(sessionId, configuration.bucket(), plan().prefix());
    }

    ChannelRecordingSession session() {
        return session;
    }

    AnnouncedObjects objects() {
        return objects;
    }

    StreamSession lastStream() {
        return streams.getLast();
    }

    List<String> streamIds() {
        return streams.stream().map(StreamSession::streamId).toList();
    }

    /** What it has recorded; while a stream runs, that stream counts as having just begun. */
    RecordingPlan.Channel plan() {
        Stream<Take> running = streams.stream()
                .skip(takes.size())
                .map(stream -> new Take(stream.startTime(), SHORTEST));
        return new RecordingPlan.Channel(configuration.bucket(), streams.getFirst().channelArn(), recordingId,
                Stream.concat(takes.stream(), running).toList(), thumbnails());
    }

    boolean isOf(String channelArn) {
        return streams.getFirst().channelArn().equals(channelArn);
    }

    /** Whether a stream that starts on the same channel is merged, given that the reconnect window is still open. */
    boolean merges(StreamSession next) {
        StreamSession first = streams.getFirst();
        RecordingConfiguration other = next.recordingConfiguration();
        return lastEnd != null
                && other != null && other.arn().equals(configuration.arn())
                && streams.size() < MOST_STREAMS
                && next.startTime().isBefore(first.startTime().plus(LONGEST))
                && !next.startTime().isBefore(lastEnd.plus(SOONEST_RECONNECT))
                && alike(first.ingest(), next.ingest());
    }

    void merge(StreamSession next) {
        streams.add(next);
        lastEnd = null;
    }

    void streamEnded(Instant time) {
        Instant start = lastStream().startTime();
        Duration length = Duration.between(start, time);
        takes.add(new Take(start, length.compareTo(SHORTEST) < 0 ? SHORTEST : length));
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

    private Thumbnails thumbnails() {
        RecordingConfiguration.Thumbnails configured = configuration.thumbnailConfiguration();
        if (!configured.recordingMode().equals("INTERVAL")) {
            return Thumbnails.NONE;
        }
        return new Thumbnails(configured.storage().contains("SEQUENTIAL"), configured.storage().contains("LATEST"),
                Duration.ofSeconds(configured.targetIntervalSeconds()));
    }
}
