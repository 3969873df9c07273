package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.salvaging.SalvageRecording;
import io.ivsorchestrator.salvaging.SalvageStore;
import io.ivsorchestrator.tests.simulation.SimulatedTable.Change;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The function that salvages, told by our own events about failures and by sweeps. */
final class Salvaging implements SalvageStore {
    static final Duration TIMEOUT = Duration.ofMinutes(15);

    private final Timeline timeline;
    private final Calls calls;
    private final Sabotage sabotage;
    private final Story story;
    private final StoredObjects objects;
    private final SimulatedTable table;
    private final SalvageRecording salvage;
    private final SimulatedQueue queue;
    private int written;

    Salvaging(Timeline timeline, Calls calls, Sabotage sabotage, Story story, StoredObjects objects,
            SimulatedTable table, RecordingIndex index) {
        this.timeline = timeline;
        this.calls = calls;
        this.sabotage = sabotage;
        this.story = story;
        this.objects = objects;
        this.table = table;
        this.salvage = new SalvageRecording(index, objects.media(), this, Story.BUCKET::equals, timeline);
        this.queue = new SimulatedQueue(new SimulatedQueue.Shape("salvage", 2, 1, TIMEOUT, 5), timeline,
                calls, Sabotage.NONE, this::handle);
    }

    SimulatedQueue queue() {
        return queue;
    }

    /** One of our own events about a failure, at least once. */
    void failed(String body) {
        queue.send(body, Duration.ofMillis(calls.chance().below(calls.chance().in(0.5) ? 40 : 2000)));
    }

    /** The way by which sweeps hand recordings over. */
    DelayedMessages errands() {
        return (body, delay) -> {
            calls.tally().saw(Seen.HANDED_TO_SALVAGE);
            queue.asDelayedMessages().send(body, delay);
        };
    }

    /** As the handler does. */
    private Set<String> handle(List<QueueMessage> messages) {
        Set<String> failed = new HashSet<>();
        for (QueueMessage message : messages) {
            try {
                switch (salvage.salvage(recording(message))) {
                    case SalvageRecording.Outcome.Done it when it.changed() -> calls.tally().saw(Seen.SALVAGED);
                    case SalvageRecording.Outcome.Done _ -> calls.tally().saw(Seen.SALVAGED_AGAIN);
                    case SalvageRecording.Outcome.Skipped _ -> calls.tally().saw(Seen.NOT_SALVAGED);
                }
            } catch (IndexUnavailableException | RecordingFilesException | SalvageStoreException later) {
                failed.add(message.id());
            }
        }
        return failed;
    }

    private static RecordingId recording(QueueMessage message) {
        JsonObject json = JsonObject.parse(message.body());
        return RecordingId.parse(json.object("detail").map(detail -> detail.requireObject("recording")
                .requireString("id")).orElseGet(() -> json.requireString("recordingId"))).orElseThrow();
    }

    /** Into the bucket, where it must not meet anything of IVS. */
    @Override
    public void put(S3Location location, String path, String text, String contentType) {
        calls.make(() -> {
            written++;
            if (sabotage == Sabotage.FORGOTTEN_PLAYLIST && written % 5 == 0) {
                return true;
            }
            String key = location.prefix() + "/" + (sabotage == Sabotage.OVERWRITING_SALVAGE ? "media/" : FOLDER)
                    + path;
            assertThat(location.bucket()).as("bucket that salvage writes to").isEqualTo(Story.BUCKET);
            assertThat(story.recordings()).as("recordings beside whose media %s is written", key)
                    .anyMatch(it -> !it.prefix().isEmpty() && key.startsWith(it.prefix() + "/" + FOLDER));
            objects.put(key, text, timeline.moment());
            return true;
        }, () -> new SalvageStoreException("simulated", new IllegalStateException("simulated")));
    }

    // What must hold

    /**
     * Of each write to the table: what was salvaged does not become less, unless something was deleted.
     *
     * @param deleted of a recording
     */
    void check(Change change, Predicate<String> deleted) {
        if (!Rules.isRecording(change.after()) || change.before() == null) {
            return;
        }
        JsonObject after = JsonObject.parse(Rules.view(change.after()));
        Optional<JsonObject> was = JsonObject.parse(Rules.view(change.before())).object("salvage");
        if (was.isPresent() && !deleted.test(after.requireString("id")) && !lost(after.requireString("id"))) {
            assertThat(segments(after.object("salvage"))).as("salvaged segments of %s", after.requireString("id"))
                    .isGreaterThanOrEqualTo(segments(was));
        }
    }

    private boolean lost(String id) {
        return story.recordings().stream().anyMatch(it -> it.id().equals(id) && it.media().isLost());
    }

    private static long segments(Optional<JsonObject> salvage) {
        return salvage.map(it -> it.integer("segments").orElse(0)).orElse(-1L);
    }

    /**
     * When everything has come to rest.
     *
     * @param deleted of recordings whose deletion somebody asked for
     */
    void checkEnd(Predicate<String> deleted) {
        story.recordings().stream().filter(TrueRecording::readable).filter(it -> !it.prefix().isEmpty())
                .filter(it -> !deleted.test(it.id()))
                .forEach(recording -> Optional.ofNullable(table.bySubject().get(recording.id())).map(Rules::view)
                        .map(JsonObject::parse).ifPresent(view -> check(recording, view)));
    }

    private void check(TrueRecording recording, JsonObject view) {
        Optional<JsonObject> salvaged = view.object("salvage");
        if (view.requireString("state").equals("STOPPED")) {
            return;
        }
        RecordedMedia media = recording.media();
        if (media.isLost()) {
            checkRest(recording, salvaged);
            return;
        }
        assertThat(salvaged).as("what was salvaged of %s", recording).isPresent();
        JsonObject result = salvaged.orElseThrow();
        if (media.because().isPresent()) {
            assertThat(result.string("because").orElse("")).as("why nothing was salvaged of %s", recording)
                    .startsWith(media.because().get());
            return;
        }
        assertThat(result.integer("segments").orElse(0)).as("segments of %s", recording)
                .isEqualTo(media.playable().size());
        assertThat(result.integer("missing").orElse(-1)).as("missing segments of %s", recording)
                .isEqualTo(media.missing());
        assertThat(result.integer("durationMs").orElse(0)).as("what can be played of %s", recording)
                .isEqualTo(media.millis());
        String text = objects.text(recording.prefix() + "/salvage/hls/high/playlist.m3u8");
        assertThat(text.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList())
                .as("segments of the salvaged playlist of %s", recording)
                .isEqualTo(media.playable().stream().map(segment -> "../../../" + segment.path()).toList());
        assertThat(text).as("the salvaged playlist of %s", recording).contains("#EXT-X-ENDLIST");
        assertThat(objects.text(recording.prefix() + "/" + result.requireString("playlist")))
                .as("the salvaged multivariant playlist of %s", recording).contains("high/playlist.m3u8");
    }

    /** Of a recording that lost something, perhaps before it was salvaged, perhaps after: what is still there was not overlooked. */
    private void checkRest(TrueRecording recording, Optional<JsonObject> salvaged) {
        RecordedMedia media = recording.media();
        List<String> named = media.playable().stream().map(RecordedMedia.Segment::path).toList();
        List<String> left = named.stream().filter(path -> objects.has(recording.prefix() + "/" + path)).toList();
        if (salvaged.isEmpty()) {
            assertThat(objects.beginningWith(recording.prefix() + "/media/"))
                    .as("media of %s, which was not salvaged", recording).isEmpty();
            return;
        }
        JsonObject result = salvaged.get();
        boolean playable = result.string("because").isEmpty();
        assertThat(result.integer("segments").orElse(0)).as("segments of %s", recording)
                .isLessThanOrEqualTo(named.size());
        boolean sayable = objects.has(recording.prefix() + "/" + RecordedMedia.FOLDER + "playlist.m3u8");
        boolean overlooksNothing = sayable && !left.isEmpty() && !media.wentOn();
        if (overlooksNothing) {
            assertThat(playable).as("what is left of %s can be played: %s", recording, result).isTrue();
        }
        List<String> told = objects.text(recording.prefix() + "/salvage/hls/high/playlist.m3u8").lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank()).map(line -> line.replace("../../../", ""))
                .toList();
        assertThat(named.stream().filter(told::contains).toList())
                .as("segments of %s, as salvage names them in order", recording).isEqualTo(told);
        if (overlooksNothing && !told.isEmpty()) {
            assertThat(told).as("segments of the salvaged playlist of %s", recording).containsAll(left);
        }
    }
}
