package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What people were told of one recording when they held it or asked for its deletion, and what must follow from it by the API
 * reference and decision 24.
 */
final class Promises {
    private static final String DONE = "DONE";

    private final TrueRecording recording;
    private final TreeMap<String, Hold> holds = new TreeMap<>();
    private final Set<String> everHeld = new HashSet<>();
    private final boolean locked;
    private boolean asked;
    private boolean accepted;
    private boolean unanswered;
    private boolean provedEmpty;
    /** How often everything was deleted: again only after IVS had written again. */
    private int timesDone;
    /** Written by IVS after a listing had shown that nothing was left. */
    private boolean writtenAfter;
    private boolean everWrittenAfter;

    /** @param locked whether an object lock of S3 keeps what it has */
    Promises(TrueRecording recording, boolean locked) {
        this.recording = recording;
        this.locked = locked;
    }

    TrueRecording recording() {
        return recording;
    }

    boolean locked() {
        return locked;
    }

    Hold hold(String name) {
        return holds.computeIfAbsent(name, _ -> new Hold());
    }

    void holds(String name) {
        everHeld.add(name);
    }

    boolean everHeld() {
        return !everHeld.isEmpty();
    }

    private boolean heldSince(long moment) {
        return holds.values().stream().anyMatch(hold -> hold.setSince(moment));
    }

    // Asking for the deletion

    void asks() {
        asked = true;
        unanswered = true;
    }

    /** Retention wants it deleted, and nobody waits for an answer. */
    void asksByItself() {
        asked = true;
    }

    boolean asked() {
        return asked;
    }

    /** Whether somebody who asked knows no answer yet. */
    boolean unanswered() {
        return unanswered;
    }

    void answered() {
        unanswered = false;
    }

    /** @param begun when it was asked for */
    void accepts(long begun) {
        accepted = true;
        assertThat(recording.rank()).as("state of %s, whose deletion was accepted", recording)
                .isGreaterThanOrEqualTo(Rank.STOPPED);
        assertThat(heldSince(begun)).as("%s was held when its deletion was accepted", recording).isFalse();
    }

    // Deleting

    /** @param since when the function last asked whether to go on */
    void deletes(String key, long since) {
        assertThat(asked).as("somebody asked for the deletion of %s, whose %s is deleted", recording, key).isTrue();
        assertThat(heldSince(since)).as("%s was held before %s was deleted", recording, key).isFalse();
    }

    void empty() {
        provedEmpty = true;
        writtenAfter = false;
    }

    void written() {
        writtenAfter |= provedEmpty;
        everWrittenAfter |= provedEmpty;
    }

    /** Of each write to its item. */
    void check(JsonObject before, JsonObject after) {
        if (deletion(after).equals(Optional.of(DONE)) && !deletion(before).equals(Optional.of(DONE))) {
            assertThat(asked).as("somebody asked for the deletion of %s", recording).isTrue();
            assertThat(provedEmpty || recording.prefix().isEmpty())
                    .as("a listing showed that nothing is left of %s, which is said to be deleted", recording).isTrue();
            assertThat(timesDone > 0 && !everWrittenAfter).as("%s was deleted before", recording).isFalse();
            timesDone++;
        }
        if (deletion(before).equals(Optional.of(DONE)) && !writtenAfter) {
            assertThat(deletion(after)).as("deletion of %s after it was done", recording).contains(DONE);
            assertThat(after.requireString("presence")).as("media of %s after it was deleted", recording)
                    .isEqualTo(before.requireString("presence"));
        }
    }

    private static Optional<String> deletion(JsonObject view) {
        return view.object("deletion").map(it -> it.requireString("change"));
    }

    // When everything has come to rest

    /**
     * Checks what must hold in the end.
     *
     * @param left    keys of its objects
     * @param deleted how many events told of its deletion
     */
    void checkEnd(JsonObject view, List<String> left, long deleted) {
        Optional<String> deletion = deletion(view);
        holds.forEach((name, hold) -> {
            switch (hold.surely()) {
                case SET -> assertThat(view.strings("holds")).as("holds of %s", recording).contains(name);
                case RELEASED -> assertThat(view.strings("holds")).as("holds of %s", recording).doesNotContain(name);
                case NOBODY_KNOWS -> {
                    // Nor do we.
                }
            }
        });
        boolean superseded = !view.strings("supersededBy").isEmpty();
        boolean done = timesDone > 0;
        if (superseded) {
            assertThat(deleted).as("events about the deletion of %s", recording).isLessThanOrEqualTo(timesDone);
        } else {
            assertThat(deleted).as("events about the deletion of %s", recording).isEqualTo(timesDone);
        }
        if (done && !writtenAfter) {
            assertThat(deletion).as("deletion of %s", recording).contains(DONE);
            // A hold that came too late for the media keeps what salvage has written.
            assertThat(left).as("objects of %s, which was deleted", recording)
                    .allMatch(key -> everHeld() && key.startsWith(recording.prefix() + "/salvage/"));
            if (!recording.prefix().isEmpty()) {
                assertThat(view.requireString("presence")).as("media of %s, which was deleted", recording)
                        .isEqualTo("GONE");
            }
            return;
        }
        if (done && left.stream().anyMatch(key -> key.contains("/events/recording-"))) {
            assertThat(view.requireString("presence")).as("media of %s, which was written after the deletion",
                    recording).isEqualTo("PRESENT");
        }
        if (accepted) {
            boolean mayBeGivenUp = everHeld() || locked || !recording.readable();
            boolean heldNow = !view.strings("holds").isEmpty();
            assertThat(deletion).as("deletion of %s, which was accepted", recording)
                    .isIn(Optional.of(DONE), Optional.of(mayBeGivenUp ? "BLOCKED" : DONE),
                            Optional.of(heldNow ? "REQUESTED" : DONE));
            if (deletion.equals(Optional.of("BLOCKED"))) {
                assertThat(view.requireObject("deletion").string("detail")).as("why %s was not deleted", recording)
                        .isNotEmpty();
            }
        }
    }

    static final Comparator<Promises> BY_ID = Comparator.comparing(it -> it.recording.id());
}
