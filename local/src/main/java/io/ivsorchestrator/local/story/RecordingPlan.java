package io.ivsorchestrator.local.story;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A recording that is to be written: whose it is, where it goes, what was live when.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html">IVS Auto-Record to Amazon
 * S3</a>
 */
public sealed interface RecordingPlan {
    /** The bucket of the recording or storage configuration. */
    String bucket();

    /** The top of the recording, as events carry it: no slash before or after. */
    String prefix();

    /** When the recording started, which its prefix tells for ever, whatever is merged into it later. */
    Instant startedAt();

    /** What was live, in order; empty if nothing was, or not for long enough. */
    List<Take> takes();

    /** What is recorded of it; empty if only thumbnails are. */
    List<Variant> variants();

    /** How long segments last, about. */
    Duration segmentTarget();

    /** Which thumbnails are taken. */
    Thumbnails thumbnails();

    /** The size of the thumbnails. */
    Size thumbnailSize();

    /** The same with other takes. */
    RecordingPlan with(List<Take> takes);

    /** What there was at that time, when it went on. */
    default RecordingPlan until(Instant end) {
        List<Take> earlier = new ArrayList<>();
        for (Take take : takes()) {
            if (take.startedAt().plus(take.length()).isAfter(end)) {
                if (take.startedAt().isBefore(end)) {
                    earlier.add(new Take(take.startedAt(), Duration.between(take.startedAt(), end), true));
                }
                break;
            }
            earlier.add(take);
        }
        return with(earlier);
    }

    /** How long all its media plays. */
    default Duration duration() {
        return variants().isEmpty() ? Duration.ZERO : recorded();
    }

    /** How long it was recorded, be it in media or in thumbnails only. */
    default Duration recorded() {
        return takes().stream().map(Take::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /** How many segments of each variant are complete. */
    default int segmentCount() {
        return takes().stream().mapToInt(take -> take.segments(segmentTarget())).sum();
    }

    /** The segments that are complete, in order. */
    default List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int number = 0; number < takes().size(); number++) {
            Take take = takes().get(number);
            int count = take.segments(segmentTarget());
            for (int segment = 0; segment < count; segment++) {
                int first = take.groupsBefore(segment, segmentTarget());
                int groups = take.groupsBefore(segment + 1, segmentTarget()) - first;
                segments.add(new Segment(number, take, first, groups));
            }
        }
        return segments;
    }

    /**
     * A segment of every variant.
     *
     * @param takeNumber from 0 on
     * @param firstGroup from the take's start
     */
    record Segment(int takeNumber, Take take, int firstGroup, int groups) {

        Instant startsAt() {
            return take.timeOf(firstGroup);
        }

        Instant endsAt() {
            return take.timeOf(firstGroup + groups);
        }

        Duration duration() {
            return Take.GROUP.multipliedBy(groups);
        }
    }

    /**
     * A channel's recording.
     *
     * @param channelArn names account and channel of the prefix
     * @param recordingId the last element of the prefix; not the recording session id of the events
     * @param takes one for each stream merged into it
     */
    record Channel(
            String bucket,
            String channelArn,
            String recordingId,
            Instant startedAt,
            List<Take> takes,
            List<Variant> variants,
            Thumbnails thumbnails,
            Size thumbnailSize) implements RecordingPlan {
        /** Media files of channels have ten seconds. */
        public static final Duration SEGMENT_TARGET = Duration.ofSeconds(10);

        public Channel {
            takes = List.copyOf(takes);
            variants = List.copyOf(variants);
        }

        /**
         * Of a small stream, in two renditions.
         *
         * @throws IllegalArgumentException if there is no take
         */
        public Channel(
                String bucket, String channelArn, String recordingId, List<Take> takes, Thumbnails thumbnails) {
            this(bucket, channelArn, recordingId, startOf(takes), takes,
                    List.of(new Variant("360p30", SMALL), new Variant("160p30", new Size(284, 160))), thumbnails,
                    SMALL);
        }

        @Override
        public Duration segmentTarget() {
            return SEGMENT_TARGET;
        }

        @Override
        public Channel with(List<Take> other) {
            return new Channel(bucket, channelArn, recordingId, startedAt, other, variants, thumbnails, thumbnailSize);
        }

        /** {@code ivs/v1/<account>/<channel>/<year>/<month>/<day>/<hours>/<minutes>/<recording id>}: UTC, no leading zeros. */
        @Override
        public String prefix() {
            ZonedDateTime start = startedAt.atZone(ZoneOffset.UTC);
            return String.format(
                    Locale.ROOT,
                    "ivs/v1/%s/%s/%d/%d/%d/%d/%d/%s",
                    channelArn.split(":", 6)[4],
                    resourceId(channelArn),
                    start.getYear(),
                    start.getMonthValue(),
                    start.getDayOfMonth(),
                    start.getHour(),
                    start.getMinute(),
                    recordingId);
        }
    }

    /**
     * A participant's recording. Its thumbnails are those of the rendition {@code high}, be it recorded or not.
     *
     * @param sessionId the stage session that the recording started in, which stays in the prefix after a merge
     * @param takes one for each connection merged into it
     */
    record Participant(
            String bucket,
            String stageArn,
            String sessionId,
            String participantId,
            Instant startedAt,
            List<Take> takes,
            List<Variant> variants,
            Duration segmentTarget,
            Thumbnails thumbnails) implements RecordingPlan {
        /** The only rendition with a picture. */
        public static final Variant HIGH = new Variant("high", SMALL);
        /** As long as a stage's segments are, where nothing else is configured. */
        public static final Duration SEGMENT_TARGET = Duration.ofSeconds(6);

        private static final DateTimeFormatter TIME = DateTimeFormatter
                .ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        public Participant {
            takes = List.copyOf(takes);
            variants = List.copyOf(variants);
        }

        /**
         * With picture and sound.
         *
         * @throws IllegalArgumentException if there is no take
         */
        public Participant(
                String bucket,
                String stageArn,
                String sessionId,
                String participantId,
                List<Take> takes,
                Thumbnails thumbnails) {
            this(bucket, stageArn, sessionId, participantId, startOf(takes), takes, List.of(HIGH), SEGMENT_TARGET,
                    thumbnails);
        }

        @Override
        public Size thumbnailSize() {
            return SMALL;
        }

        @Override
        public Participant with(List<Take> other) {
            return new Participant(bucket, stageArn, sessionId, participantId, startedAt, other, variants,
                    segmentTarget, thumbnails);
        }

        /** {@code <stage>/<session>/<participant>/<start, UTC, hyphens for colons>}. */
        @Override
        public String prefix() {
            return String.join("/", resourceId(stageArn), sessionId, participantId, TIME.format(startedAt));
        }
    }

    /**
     * A composition's recording. Compositions are never merged, so there is at most one take.
     *
     * @param root the first element of the prefix, whose meaning AWS does not document
     * @param rendition the one rendition, in a folder such as {@code 720p30-qWeRtYuIoP12}
     * @param size of the rendition and the thumbnails
     */
    record Composite(
            String bucket,
            String stageArn,
            String root,
            String compositionId,
            String destinationId,
            String rendition,
            Size size,
            Instant startedAt,
            List<Take> takes,
            Duration segmentTarget,
            Thumbnails thumbnails) implements RecordingPlan {
        /** As long as a composition's segments are, where nothing else is configured. */
        public static final Duration SEGMENT_TARGET = Duration.ofSeconds(2);

        public Composite {
            takes = List.copyOf(takes);
        }

        /** Of 720 lines. */
        public Composite(
                String bucket,
                String stageArn,
                String root,
                String compositionId,
                String destinationId,
                String rendition,
                Take take,
                Thumbnails thumbnails) {
            this(bucket, stageArn, root, compositionId, destinationId, rendition, new Size(1280, 720),
                    take.startedAt(), List.of(take), SEGMENT_TARGET, thumbnails);
        }

        /** {@code <root>/<composition>/<destination>/composite}. */
        @Override
        public String prefix() {
            return String.join("/", root, compositionId, destinationId, "composite");
        }

        @Override
        public List<Variant> variants() {
            return List.of(new Variant(rendition, size));
        }

        @Override
        public Size thumbnailSize() {
            return size;
        }

        @Override
        public Composite with(List<Take> other) {
            return new Composite(bucket, stageArn, root, compositionId, destinationId, rendition, size, startedAt,
                    other, segmentTarget, thumbnails);
        }
    }

    /** Of the pictures of small streams and of participants. */
    Size SMALL = new Size(640, 360);

    private static Instant startOf(List<Take> takes) {
        if (takes.isEmpty()) {
            throw new IllegalArgumentException("a recording must have a take");
        }
        return takes.getFirst().startedAt();
    }

    private static String resourceId(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
