package io.ivsorchestrator.events.client;

import io.ivsorchestrator.events.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A recording as the API answers it. Kind, state and presence are text, so that a value of a later version is no error.
 *
 * @param id            of the recording
 * @param kind          {@code CHANNEL}, {@code PARTICIPANT} or {@code COMPOSITE}
 * @param state         {@code STARTING}, {@code ACTIVE}, {@code STOPPING}, {@code STOPPED} or {@code FAILED}
 * @param bucket        absent where there is no prefix
 * @param prefix        no slash at either end
 * @param source        ARN of the channel or stage
 * @param duration      of the playable media
 * @param presence      of the media: {@code UNSEEN}, {@code PRESENT} or {@code GONE}
 * @param failureCode   such as {@code AccessDeniedException}
 * @param keptUntil     as far as an end is known
 * @param json          everything, the rest included
 */
public record RecordingView(String id, String kind, String state, Optional<String> bucket, Optional<String> prefix,
        Optional<String> source, List<String> streamIds, List<String> sessionIds, Optional<String> participantId,
        List<String> userIds, Instant startedAt, Optional<Instant> endedAt, Optional<Duration> duration,
        String presence, Optional<String> failureCode, List<String> holds, Optional<Instant> keptUntil,
        JsonObject json) {
    public RecordingView {
        streamIds = List.copyOf(streamIds);
        sessionIds = List.copyOf(sessionIds);
        userIds = List.copyOf(userIds);
        holds = List.copyOf(holds);
    }

    static RecordingView read(JsonObject json) {
        OptionalLong millis = json.integer("durationMs");
        return new RecordingView(json.requireString("id"), json.requireString("kind"), json.requireString("state"),
                json.string("bucket"), json.string("prefix"), json.string("source"), json.strings("streamIds"),
                json.strings("sessionIds"), json.string("participantId"), json.strings("userIds"),
                json.requireInstant("startedAt"), json.instant("endedAt"),
                millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty(),
                json.requireString("presence"), json.object("failure").flatMap(failure -> failure.string("code")),
                json.strings("holds"), json.object("kept").flatMap(kept -> kept.instant("until")), json);
    }

    /** Nothing more will be recorded. */
    public boolean over() {
        return state.equals("STOPPED") || state.equals("FAILED");
    }
}
