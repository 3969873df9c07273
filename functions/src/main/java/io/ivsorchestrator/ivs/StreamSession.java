package io.ivsorchestrator.ivs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stream session of a channel.
 *
 * @param endTime                absent while it lasts
 * @param recordingConfiguration as it was when the stream began; absent if it was not recorded
 * @param events                 up to 500
 */
public record StreamSession(String streamId, Optional<Instant> startTime, Optional<Instant> endTime,
        Optional<Channel> channel, Optional<RecordingConfiguration> recordingConfiguration, List<Event> events) {
    public StreamSession {
        events = List.copyOf(events);
    }

    /**
     * Something that happened. It names neither bucket nor prefix.
     *
     * @param name for example {@code Recording Start Failure}; an open set
     * @param type for example {@code IVS Recording State Change}; an open set, empty if not told
     */
    public record Event(String name, String type, Instant time, Optional<String> code) {}
}
