package io.ivsorchestrator.query;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Sets and releases holds. Several may be set at once, each under a name; a recording without any may be deleted. */
final class Holds {
    /** Released ones count: their last change stays among the facts. */
    static final int MAX_HOLDS = 50;
    private static final int MAX_NOTE = 1000;

    private final RecordingIndex index;
    private final InstantSource clock;

    Holds(RecordingIndex index, InstantSource clock) {
        this.index = index;
        this.clock = clock;
    }

    /** Setting a hold again changes nothing but who set it last. */
    Recording set(Recording recording, String name, Caller caller, String body) {
        if (recording.summary().deleted()) {
            throw new ProblemException(Problem.Kind.GONE, "the media was deleted; there is nothing to hold");
        }
        boolean tooMany = last(recording, name).isEmpty()
                && recording.facts().of(Evidence.HoldChanged.class).count() >= MAX_HOLDS;
        if (tooMany) {
            throw new ProblemException(Problem.Kind.TOO_MANY_HOLDS,
                    "a recording has at most " + MAX_HOLDS + " holds, released ones included; use one of their names");
        }
        return change(recording, name, Evidence.HoldChange.SET, caller, note(body));
    }

    /** Releasing what is not set changes nothing. */
    Recording release(Recording recording, String name, Caller caller) {
        Evidence.HoldChanged last = last(recording, name).orElseThrow(
                () -> new ProblemException(Problem.Kind.NOT_FOUND, "the recording has never had a hold of this name"));
        return last.change() == Evidence.HoldChange.RELEASED
                ? recording
                : change(recording, name, Evidence.HoldChange.RELEASED, caller, Optional.empty());
    }

    private static Optional<Evidence.HoldChanged> last(Recording recording, String name) {
        return recording.facts().of(Evidence.HoldChanged.class).filter(hold -> hold.name().equals(name)).findFirst();
    }

    private Recording change(Recording recording, String name, Evidence.HoldChange change, Caller caller,
            Optional<String> note) {
        Instant time = after(last(recording, name).map(Evidence.HoldChanged::time));
        RecordingId id = recording.id();
        index.record(id, List.of(new Evidence.HoldChanged(id, time, name, change, caller.name(), note)));
        return index.findWithFacts(id).orElseThrow();
    }

    /** Whoever asks later is later, also within one millisecond or by a clock that is behind. */
    private Instant after(Optional<Instant> last) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return last.map(it -> it.plus(Duration.ofMillis(1))).filter(it -> it.isAfter(now)).orElse(now);
    }

    private static Optional<String> note(String body) {
        if (body.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonObject.parse(body);
            boolean known = json.names().stream().allMatch("note"::equals);
            Optional<String> note = json.string("note");
            if (!known || note.filter(text -> text.length() > MAX_NOTE).isPresent()) {
                throw new ProblemException(Problem.Kind.INVALID_BODY,
                        "the body may have one member, \"note\", of at most " + MAX_NOTE + " characters");
            }
            return note;
        } catch (JsonException broken) {
            throw new ProblemException(Problem.Kind.INVALID_BODY, String.valueOf(broken.getMessage()));
        }
    }
}
