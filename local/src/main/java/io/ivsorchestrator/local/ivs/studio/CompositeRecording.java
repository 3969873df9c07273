package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Composition;
import io.ivsorchestrator.local.ivs.account.EncoderConfiguration;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.Size;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a composition records to a bucket.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/rt-composite-recording.html">IVS Composite
 * Recording</a>
 */
final class CompositeRecording {
    private final String compositionArn;
    private final String destinationId;
    private final RecordingPlan.Composite empty;
    private final Tape tape;
    private @Nullable Instant endedAt;
    private @Nullable Broken failure;

    CompositeRecording(String compositionArn, String destinationId, RecordingPlan.Composite empty, Tape tape) {
        this.compositionArn = compositionArn;
        this.destinationId = destinationId;
        this.empty = empty;
        this.tape = tape;
    }

    /**
     * What is to be recorded, before anything is.
     *
     * @param recordingPrefix as the API shows it
     * @param suffix of the rendition's folder
     */
    static RecordingPlan.Composite plan(
            Composition composition,
            String recordingPrefix,
            Composition.S3Target target,
            EncoderConfiguration.Video video,
            String bucket,
            String suffix,
            Instant start) {
        String[] parts = recordingPrefix.split("/", -1);
        String rendition = video.height() + "p" + Math.round(video.framerate()) + "-" + suffix;
        return new RecordingPlan.Composite(bucket, composition.stageArn(), parts[0], parts[1], parts[2], rendition,
                new Size(video.width(), video.height()), start, List.of(),
                Duration.ofSeconds(target.recordingConfiguration().hlsConfiguration().targetSegmentDurationSeconds()),
                thumbnails(target));
    }

    /** A recording that could not start, or is about to. */
    static Recorded attempt(
            Composition composition,
            String destinationId,
            RecordingPlan.Composite plan,
            @Nullable Broken failure) {
        return new Recorded(Recorded.Kind.COMPOSITE, composition.stageArn(), List.of(), List.of(), "", "",
                composition.arn(), destinationId, plan.bucket(), plan.prefix(), plan.startedAt(),
                failure == null ? null : plan.startedAt(), Duration.ZERO,
                failure == null ? Recorded.State.ACTIVE : Recorded.State.FAILED, Recorded.Metadata.NONE, failure);
    }

    Tape tape() {
        return tape;
    }

    /** What it has recorded while it goes on. */
    RecordingPlan.Composite running(Instant now) {
        return take(now, true);
    }

    /** What it has recorded when its media ended then. */
    RecordingPlan.Composite ended(Instant mediaEnd) {
        return take(mediaEnd, false);
    }

    private RecordingPlan.Composite take(Instant end, boolean live) {
        Duration length = Duration.between(empty.startedAt(), end);
        return length.isPositive() ? empty.with(List.of(new Take(empty.startedAt(), length, live))) : empty;
    }

    void closed(Instant time) {
        endedAt = time;
    }

    void broke(Tape.Breakage breakage) {
        endedAt = breakage.at();
        failure = new Broken(false, breakage.cause(), breakage.cause().failure().errorCode());
    }

    Recorded truth() {
        Recorded.State state = endedAt == null ? Recorded.State.ACTIVE : Recorded.State.STOPPED;
        return new Recorded(Recorded.Kind.COMPOSITE, empty.stageArn(), List.of(), List.of(), "", "", compositionArn,
                destinationId, empty.bucket(), empty.prefix(), empty.startedAt(), endedAt, tape.duration(),
                failure == null ? state : Recorded.State.FAILED, tape.metadata(), failure);
    }

    private static Thumbnails thumbnails(Composition.S3Target target) {
        return target.thumbnailConfigurations()
                .stream()
                .findFirst()
                .map(configured -> new Thumbnails(configured.storage().contains("SEQUENTIAL"),
                        configured.storage().contains("LATEST"),
                        Duration.ofSeconds(configured.targetIntervalSeconds())))
                .orElse(Thumbnails.NONE);
    }
}
