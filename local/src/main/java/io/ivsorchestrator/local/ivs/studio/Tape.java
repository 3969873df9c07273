package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.studio.Recorded.Metadata;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.Outcome;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.RecordingWriter;
import io.ivsorchestrator.local.story.TimedObjectSink;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What of one recording gets into the bucket: all that was live, until something goes wrong. Where the bucket refuses, nothing
 * more is written, not even that it failed.
 */
final class Tape {
    private final RecordingWriter writer;
    private final RecordingFault fault;
    private final Supplier<Optional<Cause>> obstacle;
    private Metadata metadata = Metadata.NONE;
    private Duration duration = Duration.ZERO;

    /** That recording broke off, when, and why. */
    record Breakage(Instant at, Cause cause) {}

    Tape(TimedObjectSink objects, MediaLibrary library, RecordingFault fault, Supplier<Optional<Cause>> obstacle) {
        this.writer = new RecordingWriter(limited(objects, fault), library);
        this.fault = fault;
        this.obstacle = obstacle;
    }

    Metadata metadata() {
        return metadata;
    }

    /** How long the media plays that is in the bucket. */
    Duration duration() {
        return duration;
    }

    void start(RecordingPlan plan, Instant at) {
        writer.start(plan, at);
        metadata = Metadata.STARTED;
    }

    /**
     * Writes what was recorded until then.
     *
     * @param plan with what was live until then
     */
    Optional<Breakage> record(RecordingPlan plan, Instant now) {
        if (fault instanceof RecordingFault.AfterTime(var recorded, var cause, var leavesMetadata)) {
            Instant end = plan.startedAt().plus(recorded);
            if (!end.isAfter(now)) {
                return breakAt(plan.until(end), end, cause, leavesMetadata);
            }
        }
        Optional<Cause> refused = obstacle.get();
        if (refused.isPresent()) {
            return Optional.of(new Breakage(now, refused.get()));
        }
        try {
            writer.media(plan);
            duration = writer.duration(plan);
            return Optional.empty();
        } catch (OutOfObjects limit) {
            return Optional.of(broken(plan, limit.at, limit.fault.cause(), limit.fault.leavesMetadata()));
        }
    }

    /** Writes the rest and closes the recording, unless that goes wrong. */
    Optional<Breakage> finish(RecordingPlan plan, Instant at) {
        Optional<Breakage> broken = record(plan, at);
        if (broken.isEmpty()) {
            writer.finish(plan, new Outcome.Ended(at));
            metadata = Metadata.ENDED;
        }
        return broken;
    }

    /** Breaks the recording off, for a reason that is not the recording's own. */
    Breakage breakOff(RecordingPlan plan, Instant at, Cause cause) {
        return record(plan, at).orElseGet(() -> broken(plan, at, cause, true));
    }

    private Optional<Breakage> breakAt(RecordingPlan plan, Instant at, Cause cause, boolean leavesMetadata) {
        if (obstacle.get().isPresent()) {
            return Optional.of(new Breakage(at, cause));
        }
        writer.media(plan);
        return Optional.of(broken(plan, at, cause, leavesMetadata));
    }

    private Breakage broken(RecordingPlan plan, Instant at, Cause cause, boolean leavesMetadata) {
        if (leavesMetadata) {
            writer.breakOff(plan, new Outcome.Failed(at, cause.channelEndReason()));
            metadata = Metadata.FAILED;
        } else {
            writer.playlists(plan);
        }
        duration = writer.duration(plan);
        return new Breakage(at, cause);
    }

    private static TimedObjectSink limited(TimedObjectSink objects, RecordingFault fault) {
        return switch (fault) {
            case RecordingFault.AfterObjects limit -> new Limited(objects, limit);
            case RecordingFault.None _,RecordingFault.AtStart _,RecordingFault.AfterTime _ -> objects;
        };
    }

    /** Takes so many segments and thumbnails. */
    private static final class Limited implements TimedObjectSink {
        private final TimedObjectSink objects;
        private final RecordingFault.AfterObjects limit;
        private int taken;

        Limited(TimedObjectSink objects, RecordingFault.AfterObjects limit) {
            this.objects = objects;
            this.limit = limit;
        }

        @Override
        public void put(Instant at, String bucket, String key, Content content, String contentType) {
            boolean counts = content instanceof Content.Segment || contentType.equals(RecordingWriter.JPEG);
            if (counts && taken == limit.objects()) {
                throw new OutOfObjects(at, limit);
            }
            objects.put(at, bucket, key, content, contentType);
            if (counts) {
                taken++;
            }
        }
    }

    /** Says when the object was to be written that is one too many. */
    private static final class OutOfObjects extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Instant at;
        private final transient RecordingFault.AfterObjects fault;

        OutOfObjects(Instant at, RecordingFault.AfterObjects fault) {
            super("no more objects are taken", null, false, false);
            this.at = at;
            this.fault = fault;
        }
    }
}
