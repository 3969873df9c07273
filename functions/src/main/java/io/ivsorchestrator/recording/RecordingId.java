package io.ivsorchestrator.recording;

import java.util.Comparator;
import java.util.Optional;

/**
 * A recording's identity, computed from its S3 prefix alone, so that an event and an object key give the same one. Its
 * {@link #text()} is readable and safe in URLs: a kind and the ids of the prefix, joined by dots.
 *
 * <p>After a merge the prefix keeps the first session's id, and so does the identity.
 */
public sealed interface RecordingId extends Subject, Comparable<RecordingId> {
    RecordingKind kind();

    /** For example {@code channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8}. */
    @Override
    String text();

    @Override
    default int compareTo(RecordingId other) {
        return Comparator.comparing(RecordingId::text).compare(this, other);
    }

    /** {@code channel.<channel id>.<recording id>} */
    record Channel(String channelId, String recordingId) implements RecordingId {
        public Channel {
            check(channelId, recordingId);
            if (recordingId.startsWith(STREAM_PREFIX)) {
                // Its text would read back as an unrecorded stream.
                throw new IllegalArgumentException("not a recording id: " + recordingId);
            }
        }

        @Override
        public RecordingKind kind() {
            return RecordingKind.CHANNEL;
        }

        @Override
        public String text() {
            return join("channel", channelId, recordingId);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * {@code channel.<channel id>.<stream id>}: a stream whose recording failed to start. The only recording without a
     * prefix (IVS Low-Latency User Guide: the prefix is empty on {@code Recording Start Failure}).
     */
    record UnrecordedStream(String channelId, String streamId) implements RecordingId {
        public UnrecordedStream {
            check(channelId, streamId);
            if (!streamId.startsWith(STREAM_PREFIX)) {
                throw new IllegalArgumentException("not a stream id: " + streamId);
            }
        }

        @Override
        public RecordingKind kind() {
            return RecordingKind.CHANNEL;
        }

        @Override
        public String text() {
            return join("channel", channelId, streamId);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /**
     * {@code participant.<stage id>.<session id>.<participant id>.<timestamp>}
     *
     * @param timestamp as in the prefix, {@code yyyy-MM-ddTHH-mm-ssZ}; text, because it is part of a name
     */
    record Participant(String stageId, String sessionId, String participantId, String timestamp)
            implements
            RecordingId {
        public Participant {
            check(stageId, sessionId, participantId, timestamp);
        }

        /**
         * A participant whose recording failed without leaving an object or an event: the API tells of it, but not under
         * which prefix. No prefix has this timestamp.
         */
        public static Participant unrecorded(String stageId, String sessionId, String participantId) {
            return new Participant(stageId, sessionId, participantId, UNRECORDED);
        }

        /** See {@link #unrecorded}. */
        public boolean isUnrecorded() {
            return timestamp.equals(UNRECORDED);
        }

        @Override
        public RecordingKind kind() {
            return RecordingKind.PARTICIPANT;
        }

        @Override
        public String text() {
            return join("participant", stageId, sessionId, participantId, timestamp);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** {@code composite.<composition id>.<destination id>} */
    record Composite(String compositionId, String destinationId) implements RecordingId {
        public Composite {
            check(compositionId, destinationId);
        }

        @Override
        public RecordingKind kind() {
            return RecordingKind.COMPOSITE;
        }

        @Override
        public String text() {
            return join("composite", compositionId, destinationId);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** Reads {@link #text()} back; empty if the text is no recording id. */
    static Optional<RecordingId> parse(String text) {
        String[] parts = text.split("\\.", -1);
        for (String part : parts) {
            if (!isElement(part)) {
                return Optional.empty();
            }
        }
        return switch (parts[0] + parts.length) {
            case "channel3" -> Optional.of(parts[2].startsWith(STREAM_PREFIX)
                    ? new UnrecordedStream(parts[1], parts[2])
                    : new Channel(parts[1], parts[2]));
            case "participant5" -> Optional.of(new Participant(parts[1], parts[2], parts[3], parts[4]));
            case "composite3" -> Optional.of(new Composite(parts[1], parts[2]));
            default -> Optional.empty();
        };
    }

    /** Stands where a prefix has its time. */
    String UNRECORDED = "unrecorded";

    /** Stream ids and stage session ids start with it, recording ids never do (they have no hyphen). */
    String STREAM_PREFIX = "st-";

    private static String join(String... parts) {
        return String.join(".", parts);
    }

    /**
     * Whether a text can be an id of IVS or a timestamp of its prefixes: 1 to {@value MAX_LENGTH} letters, digits, hyphens
     * and underscores. By hand, because every event is asked several times.
     */
    static boolean isElement(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean fits = letter || (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_LENGTH;
    }

    /** Twice what the longest id of IVS may have. */
    int MAX_LENGTH = 128;

    /** Whether a text can be the id of a channel's stream. */
    static boolean isStreamId(String text) {
        return isElement(text) && text.startsWith(STREAM_PREFIX);
    }

    /** @throws IllegalArgumentException if a text cannot be an id of IVS */
    static void check(String... elements) {
        for (String element : elements) {
            if (!isElement(element)) {
                throw new IllegalArgumentException("not an IVS id: \"" + element + '"');
            }
        }
    }
}
