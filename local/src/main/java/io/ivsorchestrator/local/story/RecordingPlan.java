package io.ivsorchestrator.local.story;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
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

    /** What was live, in order; never empty. */
    List<Take> takes();

    /** Which thumbnails are taken. */
    Thumbnails thumbnails();

    /** When the recording started, which its prefix tells for ever, whatever is merged into it later. */
    default Instant startedAt() {
        return takes().getFirst().startedAt();
    }

    /** How long all its media plays. */
    default Duration duration() {
        return takes().stream().map(Take::duration).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * A channel's recording.
     *
     * @param channelArn names account and channel of the prefix
     * @param recordingId the last element of the prefix; not the recording session id of the events
     * @param takes one for each stream merged into it
     */
    record Channel(String bucket, String channelArn, String recordingId, List<Take> takes, Thumbnails thumbnails)
            implements
            RecordingPlan {
        /** @throws IllegalArgumentException if there is no take */
        public Channel {
            takes = copyOf(takes);
        }

        /** {@code ivs/v1/<account>/<channel>/<year>/<month>/<day>/<hours>/<minutes>/<recording id>}: UTC, no leading zeros. */
        @Override
        public String prefix() {
            ZonedDateTime start = startedAt().atZone(ZoneOffset.UTC);
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
     * A participant's recording.
     *
     * @param sessionId the stage session that the recording started in, which stays in the prefix after a merge
     * @param takes one for each connection merged into it
     */
    record Participant(
            String bucket,
            String stageArn,
            String sessionId,
            String participantId,
            List<Take> takes,
            Thumbnails thumbnails) implements RecordingPlan {
        private static final DateTimeFormatter TIME = DateTimeFormatter
                .ofPattern("yyyy-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);

        /** @throws IllegalArgumentException if there is no take */
        public Participant {
            takes = copyOf(takes);
        }

        /** {@code <stage>/<session>/<participant>/<start, UTC, hyphens for colons>}. */
        @Override
        public String prefix() {
            return String.join("/", resourceId(stageArn), sessionId, participantId, TIME.format(startedAt()));
        }
    }

    /**
     * A composition's recording. Compositions are never merged, so there is one take.
     *
     * @param root the first element of the prefix, whose meaning AWS does not document
     * @param rendition folder of the one rendition, such as {@code 720p30-qWeRtYuIoP12}
     */
    record Composite(
            String bucket,
            String stageArn,
            String root,
            String compositionId,
            String destinationId,
            String rendition,
            Take take,
            Thumbnails thumbnails) implements RecordingPlan {

        /** {@code <root>/<composition>/<destination>/composite}. */
        @Override
        public String prefix() {
            return String.join("/", root, compositionId, destinationId, "composite");
        }

        @Override
        public List<Take> takes() {
            return List.of(take);
        }
    }

    private static List<Take> copyOf(List<Take> takes) {
        if (takes.isEmpty()) {
            throw new IllegalArgumentException("a recording must have a take");
        }
        return List.copyOf(takes);
    }

    private static String resourceId(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
