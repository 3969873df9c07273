package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Objects that go without our doing: a lifecycle rule of the bucket removes them, or a person does, some or all of a recording, at
 * any moment, also between a listing or an event and the read that follows.
 */
final class Vanishing {
    private static final String EVENTS = "/events/";

    private final Chance chance;
    private final Timeline timeline;
    private final Calls calls;
    private final Story story;
    private final StoredObjects objects;
    private final Predicate<String> locked;
    /** How probably an object is gone when it is about to be read. */
    private double underOurHands;

    /** @param locked of keys that nobody can remove */
    Vanishing(Chance chance, Timeline timeline, Calls calls, Story story, StoredObjects objects,
            Predicate<String> locked) {
        this.chance = chance;
        this.timeline = timeline;
        this.calls = calls;
        this.story = story;
        this.objects = objects;
        this.locked = locked;
    }

    /** What somebody removes of a recording. */
    private enum What {
        ALL, METADATA, MEDIA, SOME
    }

    void plan() {
        underOurHands = chance.one(List.of(0.0, 0.02, 0.2));
        objects.beforeReading(this::reading);
        int cases = chance.between(1, 4);
        for (int i = 0; i < cases; i++) {
            Instant time = Timeline.BEGINNING.plus(chance.between(Duration.ofMinutes(5), Duration.ofHours(5)));
            timeline.at(time, this::begin);
        }
    }

    /** From now on everything stays. */
    void end() {
        underOurHands = 0;
    }

    private void begin() {
        List<TrueRecording> stored = story.recordings().stream()
                .filter(recording -> recording.readable() && !below(recording).isEmpty()).toList();
        if (stored.isEmpty()) {
            return;
        }
        TrueRecording recording = chance.one(stored);
        What what = chance.one(List.of(What.values()));
        List<String> keys = below(recording).stream().filter(key -> switch (what) {
            case ALL -> true;
            case METADATA -> key.contains(EVENTS);
            case MEDIA -> !key.contains(EVENTS);
            case SOME -> chance.in(0.4);
        }).toList();
        String reason = reason();
        // At once, one by one while our code is at it, or slowly.
        int apart = chance.one(List.of(1, 4, 30_000));
        long delay = 0;
        for (String key : chance.shuffled(keys)) {
            timeline.after(delay, () -> remove(recording, key, reason));
            delay += chance.below(apart);
        }
    }

    private List<String> below(TrueRecording recording) {
        return recording.prefix().isEmpty() ? List.of() : objects.beginningWith(recording.prefix() + "/");
    }

    private String reason() {
        return chance.in(0.5) ? Story.EXPIRED : Story.DELETED;
    }

    /** What was listed, or told of by an event, goes before it is read. The world itself reads what is there. */
    private void reading(String key) {
        Timeline.Strand process = timeline.running();
        if (process == null || process.life() == null || !process.isHere() || !chance.in(underOurHands)) {
            return;
        }
        Optional<TrueRecording> recording = story.recordings().stream().filter(it -> !it.prefix().isEmpty())
                .filter(it -> key.startsWith(it.prefix() + "/")).findFirst();
        if (objects.has(key) && recording.isPresent()) {
            calls.tally().saw(Seen.VANISHED_BEFORE_READ);
            remove(recording.get(), key, reason());
        }
    }

    private void remove(TrueRecording recording, String key, String reason) {
        if (!objects.has(key) || locked.test(key)) {
            return;
        }
        calls.tally().saw(Seen.VANISHED);
        objects.remove(key);
        if (!key.contains(EVENTS)) {
            recording.media().lose();
        }
        story.deleted(recording, key, reason);
        if (below(recording).isEmpty()) {
            calls.tally().saw(Seen.NOTHING_LEFT);
        }
    }
}
