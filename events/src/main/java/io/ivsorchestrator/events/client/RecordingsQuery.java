package io.ivsorchestrator.events.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which recordings: one factory method per way in which the index can find them. */
public final class RecordingsQuery {
    private final SortedMap<String, String> parameters;

    private RecordingsQuery(Map<String, String> parameters) {
        this.parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }

    /** Recordings of a channel, by id or ARN; may be {@link #from limited} {@link #before in time}. */
    public static RecordingsQuery ofChannel(String channel) {
        return new RecordingsQuery(Map.of("channel", channel));
    }

    /** Recordings of a channel's stream session. */
    public static RecordingsQuery ofStream(String channel, String streamId) {
        return new RecordingsQuery(Map.of("channel", channel, "stream", streamId));
    }

    /** Participant and composite recordings of a stage, by id or ARN; may be limited in time. */
    public static RecordingsQuery ofStage(String stage) {
        return new RecordingsQuery(Map.of("stage", stage));
    }

    /** Participant recordings of a stage session. */
    public static RecordingsQuery ofSession(String stage, String sessionId) {
        return new RecordingsQuery(Map.of("stage", stage, "session", sessionId));
    }

    /** Recordings of a participant in all sessions of a stage. */
    public static RecordingsQuery ofParticipant(String stage, String participantId) {
        return new RecordingsQuery(Map.of("stage", stage, "participant", participantId));
    }

    /** Recordings of a user over all stages; may be limited in time. */
    public static RecordingsQuery ofUser(String userId) {
        return new RecordingsQuery(Map.of("user", userId));
    }

    /** What is being recorded now. */
    public static RecordingsQuery active() {
        return new RecordingsQuery(Map.of("status", "active"));
    }

    /** What failed or needs attention, of those that started on a UTC day. */
    public static RecordingsQuery needingAttention(LocalDate day) {
        return new RecordingsQuery(Map.of("status", "attention", "day", day.toString()));
    }

    /** Everything that started on a UTC day. */
    public static RecordingsQuery ofDay(LocalDate day) {
        return new RecordingsQuery(Map.of("day", day.toString()));
    }

    /** Only what started then or later; of a channel, stage or user. */
    public RecordingsQuery from(Instant time) {
        return with("from", time.toString());
    }

    /** Only what started before; of a channel, stage or user. */
    public RecordingsQuery before(Instant time) {
        return with("to", time.toString());
    }

    RecordingsQuery with(String name, String value) {
        Map<String, String> more = new TreeMap<>(parameters);
        more.put(name, value);
        return new RecordingsQuery(more);
    }

    /** As a query string. */
    @Override
    public String toString() {
        return parameters.entrySet().stream().map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Strictly, as a signature needs it: a blank is {@code %20}. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A")
                .replace("%7E", "~");
    }
}
