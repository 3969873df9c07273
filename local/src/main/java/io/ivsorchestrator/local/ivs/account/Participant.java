package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody in a session of a stage. Components that the API shows have its names.
 *
 * @param published whether they ever published in this session
 * @param publishing whether they do now
 * @param recordingS3BucketName empty = not recorded, as is the prefix
 * @param recordingState null = will be recorded, but nothing was published yet
 * @param events oldest first
 */
public record Participant(
        String participantId,
        String stageArn,
        String sessionId,
        String userId,
        Map<String, String> attributes,
        State state,
        Instant firstJoinTime,
        boolean published,
        boolean publishing,
        String recordingS3BucketName,
        String recordingS3Prefix,
        @Nullable RecordingState recordingState,
        List<Event> events) implements Keyed {

    /** Whether they are there. */
    public enum State {
        CONNECTED, DISCONNECTED
    }

    /** The states of an individual participant recording. */
    public enum RecordingState {
        STARTING, ACTIVE, STOPPING, STOPPED, FAILED, DISABLED;

        /** Whether the stage's recording settings may not be changed. */
        public boolean running() {
            return switch (this) {
                case STARTING, ACTIVE, STOPPING -> true;
                case STOPPED, FAILED, DISABLED -> false;
            };
        }
    }

    /**
     * Something that happened to a participant.
     *
     * @param name such as {@code PUBLISH_STARTED}
     * @param errorCode of the events that tell an error
     */
    public record Event(String name, String participantId, Instant eventTime, @Nullable String errorCode) {}

    /** Since when they publish, if they do. */
    Instant publishingSince() {
        return events.stream()
                .filter(event -> event.name().equals("PUBLISH_STARTED"))
                .reduce((_, last) -> last)
                .orElseThrow()
                .eventTime();
    }

    public boolean connected() {
        return state == State.CONNECTED;
    }

    @Override
    public String key() {
        return key(sessionId, participantId);
    }

    /** The same participant may come again in another session. */
    public static String key(String sessionId, String participantId) {
        return sessionId + "/" + participantId;
    }

    Participant in(State newState) {
        return new Participant(participantId, stageArn, sessionId, userId, attributes, newState, firstJoinTime,
                published, publishing, recordingS3BucketName, recordingS3Prefix, recordingState, events);
    }

    Participant publishing(boolean now) {
        return new Participant(participantId, stageArn, sessionId, userId, attributes, state, firstJoinTime,
                published || now, now, recordingS3BucketName, recordingS3Prefix, recordingState, events);
    }

    Participant recorded(@Nullable RecordingState newState, String bucket, String prefix) {
        return new Participant(participantId, stageArn, sessionId, userId, attributes, state, firstJoinTime,
                published, publishing, bucket, prefix, newState, events);
    }

    Participant with(String eventName, Instant time, @Nullable String errorCode) {
        List<Event> all = new ArrayList<>(events);
        all.add(new Event(eventName, participantId, time, errorCode));
        return new Participant(participantId, stageArn, sessionId, userId, attributes, state, firstJoinTime,
                published, publishing, recordingS3BucketName, recordingS3Prefix, recordingState, List.copyOf(all));
    }
}
