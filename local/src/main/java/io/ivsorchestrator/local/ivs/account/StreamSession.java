package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A live session of a channel, running or past.
 *
 * @param endTime null while it is live
 * @param health {@code HEALTHY}, {@code STARVING} or {@code UNKNOWN}
 * @param channel as it was at the start
 * @param recordingConfiguration as it was at the start; null = not recorded
 * @param events newest first, at most 500
 * @param hasErrorEvent whether a quota was breached or something failed
 */
public record StreamSession(
        String streamId,
        String channelArn,
        Instant startTime,
        @Nullable Instant endTime,
        String health,
        long viewerCount,
        Channel channel,
        @Nullable RecordingConfiguration recordingConfiguration,
        Ingest ingest,
        List<Event> events,
        boolean hasErrorEvent) implements Keyed {
    private static final int MOST_EVENTS = 500;

    /**
     * An event of the stream, as EventBridge has it.
     *
     * @param name such as {@code Stream Start}
     * @param type the event's detail-type
     */
    public record Event(String name, String type, Instant eventTime, @Nullable String code) {}

    /** What the encoder sends. Bit rates in bits per second, frame rate in frames per second, sample rate in Hz. */
    public record Ingest(Video video, Audio audio) {
        /** An H.264 stream of 720p30 with AAC. */
        public static final Ingest PLAIN = new Ingest(
                new Video("Main", "3.1", "avc1.4D401F", "emulator", 3_500_000, 30, 720, 1280),
                new Audio("mp4a.40.2", 128_000, 48_000, 2));
    }

    public record Video(
            String avcProfile,
            String avcLevel,
            String codec,
            String encoder,
            long targetBitrate,
            long targetFramerate,
            long videoHeight,
            long videoWidth) {}

    public record Audio(String codec, long targetBitrate, long sampleRate, long channels) {}

    public boolean live() {
        return endTime == null;
    }

    @Override
    public String key() {
        return streamId;
    }

    StreamSession ended(Instant time) {
        return new StreamSession(streamId, channelArn, startTime, time, health, viewerCount, channel,
                recordingConfiguration, ingest, events, hasErrorEvent);
    }

    StreamSession seen(String newHealth, long newViewerCount) {
        return new StreamSession(streamId, channelArn, startTime, endTime, newHealth, newViewerCount, channel,
                recordingConfiguration, ingest, events, hasErrorEvent);
    }

    StreamSession with(Event event, boolean error) {
        List<Event> all = Stream.concat(Stream.of(event), events.stream()).limit(MOST_EVENTS).toList();
        return new StreamSession(streamId, channelArn, startTime, endTime, health, viewerCount, channel,
                recordingConfiguration, ingest, all, hasErrorEvent || error);
    }
}
