package io.ivsorchestrator.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket of all three layouts mixed with foreign objects, and a queue that delivers until it is empty. */
class BackfillTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T10:36:12Z");
    private static final int RECORDINGS = 60;

    private final InMemoryRecordingListing listing = new InMemoryRecordingListing().pagesOf(7);
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private InMemoryIndexTable table = new InMemoryIndexTable();
    private final Deque<String> queue = new ArrayDeque<>();
    private final List<String> prefixes = new ArrayList<>();

    /** Sixty recordings of four channels, three stages and two compositions' first elements, one of them without metadata. */
    private void fill() {
        for (int i = 0; i < RECORDINGS; i++) {
            String prefix = switch (i % 3) {
                case 0 -> "ivs/v1/123456789012/Channel" + i % 4 + "/2026/3/" + (1 + i % 9) + "/9/4/Rec" + i;
                case 1 -> "Stage" + i % 2 + "/st-aB1cD2eF3gH4i/Nb7vC6xZ" + i + "/2026-03-07T09-04-31Z";
                default -> "First" + i % 2 + "/Composition" + i + "/Er3tY6uI9oPa/composite";
            };
            prefixes.add(prefix);
            write(prefix, i % 5 == 0 ? "failed" : "ended");
            for (int segment = 0; segment < 20; segment++) {
                listing.put(prefix + "/media/hls/720p30/" + segment + ".ts", WRITTEN);
            }
        }
        listing.put("ivs/v1/123456789012/Channel0/2026/3/1/9/4/Bare/media/hls/720p30/0.ts", WRITTEN);
        listing.put("index.html", WRITTEN);
        listing.put("backup/media/film.mp4", WRITTEN);
        listing.put("Stage0/notes.txt", WRITTEN);
    }

    private void write(String prefix, String end) {
        put(prefix + "/events/recording-started.json",
                "{\"version\":\"v1\",\"recording_status\":\"RECORDING_STARTED\"}");
        put(prefix + "/events/recording-" + end + ".json", "{\"version\":\"v1\",\"recording_status\":\""
                + (end.equals("ended") ? "RECORDING_ENDED" : "RECORDING_ENDED_WITH_FAILURE") + "\"}");
    }

    private void put(String key, String json) {
        listing.put(key, WRITTEN);
        files.put(BUCKET, key, json.getBytes(StandardCharsets.UTF_8), WRITTEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folds", "ignores the delimiter", "refuses the delimiter"})
    void index_everythingThatLeftMetadata(String store) {
        fill();
        switch (store) {
            case "ignores the delimiter" -> listing.withoutFolding();
            case "refuses the delimiter" -> listing.refusingToFold();
            default -> assertThat(store).isEqualTo("folds");
        }

        Progress progress = runAll(Mode.INDEX);

        assertAllIndexed();
        assertThat(progress.counts().found()).isEqualTo(RECORDINGS + 1);
        assertThat(progress.counts().indexed()).isEqualTo(RECORDINGS);
        assertThat(progress.counts().withoutMetadata()).isEqualTo(1);
        assertThat(progress.counts().foreign()).isGreaterThanOrEqualTo(3);
        assertThat(progress.ended()).isTrue();
        assertThat(files.fetches()).as("one GET per recording").isEqualTo(RECORDINGS);
        if (!store.equals("folds")) {
            // Each recording's media is left by one request; each prefix begins with a vain one and ends with another.
            assertThat(listing.requests()).as("LIST").isLessThanOrEqualTo(RECORDINGS + 3 * (int) progress.errands());
        }
    }

    @Test
    void index_again_changesNothing() {
        fill();
        runAll(Mode.INDEX);
        String before = contentsWithoutProgress();

        Progress again = run("another", Mode.INDEX);

        assertThat(again.counts().indexed()).isZero();
        assertThat(again.counts().known()).isEqualTo(RECORDINGS);
        assertThat(contentsWithoutProgress()).isEqualTo(before);
    }

    @Test
    void sameRun_ended_asksNothingAgain() {
        fill();
        runAll(Mode.INDEX);
        int before = listing.requests();

        runAll(Mode.INDEX);

        assertThat(listing.requests()).isEqualTo(before);
    }

    @Test
    void dryRun_readsAndWritesNothingButProgress() {
        fill();

        Progress progress = runAll(Mode.DRY_RUN);

        assertThat(progress.counts().found()).isEqualTo(RECORDINGS + 1);
        assertThat(files.fetches()).isZero();
        assertThat(contentsWithoutProgress()).isEmpty();
    }

    @Test
    void verify_listsWhatTheIndexLacks() {
        fill();
        runAll(Mode.INDEX);
        String missed = "Stage1/st-aB1cD2eF3gH4i/Later0000000/2026-03-08T09-04-31Z";
        write(missed, "ended");
        put(prefixes.get(1) + "/events/recording-failed.json", "{}");

        Progress progress = run("verification", Mode.VERIFY);

        assertThat(progress.counts().missing()).isEqualTo(1);
        assertThat(progress.counts().differing()).isEqualTo(1);
        assertThat(progress.differences()).containsExactlyInAnyOrder(
                "s3://" + BUCKET + "/" + missed + ": not in the index",
                "s3://" + BUCKET + "/" + prefixes.get(1) + ": the index has it as STOPPED, the bucket as FAILED");
        assertThat(files.fetches()).as("of the first run only").isEqualTo(RECORDINGS);
    }

    @Test
    void unreadableMetadata_isIndexedAndCounted() {
        fill();
        files.deny(BUCKET, prefixes.get(1) + "/events/recording-ended.json", "AccessDenied");

        Progress progress = runAll(Mode.INDEX);

        assertThat(progress.counts().unread()).isEqualTo(1);
        assertAllIndexed();
    }

    /** Killed at the n-th call of anything, for every n; the queue delivers again. */
    @Test
    void killedAtAnyCall_resumesWithoutLoss() {
        fill();
        int calls = 0;
        boolean killed = true;
        String expected = null;
        while (killed) {
            table = new InMemoryIndexTable();
            queue.clear();
            Killing killing = new Killing(calls++);
            deliver(Errand.all("run", BUCKET, Mode.INDEX), killing);
            killed = killing.done;
            assertAllIndexed();
            if (expected == null) {
                expected = contentsWithoutProgress();
            }
            assertThat(contentsWithoutProgress()).isEqualTo(expected);
        }
        assertThat(calls).as("calls tried").isGreaterThan(100);
    }

    /** The command's queue dies with it: what is left is known by the checkpoints alone. */
    @Test
    void killedAtAnyCall_withItsQueue_theSameRunBegunAgainGoesOnWithoutLoss() {
        fill();
        Errand all = Errand.all("run", BUCKET, Mode.INDEX);
        int calls = 0;
        boolean killed = true;
        while (killed) {
            table = new InMemoryIndexTable();
            Checkpoints checkpoints = new Checkpoints(table);
            Killing killing = new Killing(calls++);
            begin(checkpoints.unfinished(all), killing);
            killed = killing.done;
            assertThat(checkpoints.progress(all).ended()).as("killed at %d", calls).isEqualTo(!killed);

            begin(checkpoints.unfinished(all), new Killing(-1));

            assertAllIndexed();
            assertThat(checkpoints.unfinished(all)).as("killed at %d", calls).isEmpty();
            assertThat(checkpoints.progress(all).ended()).isTrue();
            assertThat(checkpoints.progress(all).counts().found()).as("killed at %d", calls).isEqualTo(RECORDINGS + 1);
        }
        assertThat(calls).as("calls tried").isGreaterThan(100);
    }

    /** As the command does it, until everything is done or it is killed. */
    private void begin(List<Errand> errands, Killing killing) {
        queue.clear();
        errands.forEach(errand -> queue.add(errand.text()));
        Backfill backfill = killed(killing);
        try {
            while (!queue.isEmpty()) {
                backfill.run(Errand.parse(queue.remove()), () -> false);
            }
        } catch (KilledException end) {
            queue.clear();
        }
    }

    @Test
    void folderThatIsDoneWhileOthersAreStillListed_isNotTheEndOfTheRun() {
        fill();
        Errand all = Errand.all("run", BUCKET, Mode.INDEX);
        Checkpoints checkpoints = new Checkpoints(table);
        Backfill worker = killed(new Killing(-1));
        List<Boolean> ended = new ArrayList<>();

        new Backfill(listing, files, new RecordingIndex(table, CursorSeal.ofThisProcess()), checkpoints, (body, _) -> {
            queue.add(body);
            while (!queue.isEmpty()) {
                worker.run(Errand.parse(queue.remove()), () -> true);
            }
            ended.add(checkpoints.progress(all).ended());
        }).run(all, () -> true);

        assertThat(ended).hasSizeGreaterThan(2).containsOnly(false);
        assertThat(checkpoints.progress(all).ended()).isTrue();
    }

    @Test
    void runOfAnotherBucket_isRefused_thoughItHasEnded() {
        fill();
        runAll(Mode.INDEX);
        Errand other = Errand.all("run", "acme-other-recordings", Mode.INDEX);
        Checkpoints checkpoints = new Checkpoints(table);

        for (ThrowingCallable asked : List.<ThrowingCallable>of(() -> checkpoints.unfinished(other),
                () -> checkpoints.progress(other))) {
            assertThatThrownBy(asked).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the run run is of another bucket: " + BUCKET + "/");
        }
    }

    @Test
    void verify_copyOfABucket_saysWhereTheIndexHasEach() {
        fill();
        runAll(Mode.INDEX);
        Errand copy = Errand.all("copy", "acme-copy", Mode.VERIFY);
        deliver(copy, new Killing(-1));

        Progress progress = new Checkpoints(table).progress(copy);
        assertThat(progress.counts().differing()).isEqualTo(RECORDINGS);
        assertThat(progress.differences()).contains("s3://acme-copy/" + prefixes.get(1)
                + ": the index has it at s3://" + BUCKET + "/" + prefixes.get(1));
    }

    /** Found by the simulation: the queue takes the errand for done, because the other delivery of it was. */
    @Test
    void deliveredTwice_whoeverGetsOn_theRunEnds() {
        fill();
        Errand errand = Errand.all("run", BUCKET, Mode.INDEX).below("Stage0/", Errand.Work.WALK);
        Checkpoints checkpoints = new Checkpoints(table);
        RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
        Deque<Runnable> meanwhile = new ArrayDeque<>();
        RecordingListing interrupted = query -> {
            RecordingListing.Listed page = listing.list(query);
            Optional.ofNullable(meanwhile.poll()).ifPresent(Runnable::run);
            return page;
        };
        // The first does one page, and then dies.
        meanwhile.add(() -> new Backfill(listing, files, index, checkpoints, (_, _) -> {}).run(errand, () -> false));

        new Backfill(interrupted, files, index, checkpoints, (body, _) -> queue.add(body)).run(errand, () -> true);

        assertThat(checkpoints.progress(errand).ended()).isTrue();
        assertThat(queue).isEmpty();
    }

    /** Found by the simulation: what was announced and not sent was nobody's when another delivery had listed before. */
    @Test
    void killedBeforeItSends_nothingIsAnnouncedThatNobodyDoes() {
        fill();
        Errand all = Errand.all("run", BUCKET, Mode.INDEX);
        Backfill backfill = new Backfill(listing, files, new RecordingIndex(table, CursorSeal.ofThisProcess()),
                new Checkpoints(table), (_, _) -> {
                    throw new KilledException();
                });

        assertThatThrownBy(() -> backfill.run(all, () -> true)).isInstanceOf(KilledException.class);

        assertThat(new Checkpoints(table).unfinished(all)).containsExactly(all);
    }

    @Test
    void announcedWhileSomebodyIsAtIt_nothingIsDoneTwice() {
        fill();
        Errand all = Errand.all("run", BUCKET, Mode.INDEX);
        RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
        Errand account = all.below("ivs/v1/123456789012/", Errand.Work.SPREAD);
        // Each errand is done in the moment in which it is sent, and announced when it is under way.
        Deque<Runnable> announcements = new ArrayDeque<>();
        RecordingListing slow = query -> {
            RecordingListing.Listed page = listing.list(query);
            announcements.forEach(Runnable::run);
            announcements.clear();
            return page;
        };
        Checkpoints checkpoints = new Checkpoints(table);
        Backfill worker = new Backfill(slow, files, index, checkpoints, (_, _) -> {});

        new Backfill(listing, files, index, checkpoints, (body, _) -> {
            Errand errand = Errand.parse(body);
            if (errand.work() == Errand.Work.WALK) {
                announcements.add(() -> checkpoints.announce(errand));
                worker.run(errand, () -> true);
            }
        }).run(account, () -> true);

        assertThat(checkpoints.progress(account).ended()).isTrue();
        assertThat(files.fetches()).as("one GET per recording").isEqualTo(RECORDINGS / 3);
    }

    @Test
    void answerOfTheTableLost_theRunEndsAllTheSame() {
        fill();
        IndexTable lossy = new ForwardingIndexTable(table) {
            @Override
            public Written put(Item item, List<Item> pointers) {
                super.put(item, pointers);
                // The SDK makes the call again.
                return super.put(item, pointers);
            }
        };
        Backfill backfill = new Backfill(listing, files, new RecordingIndex(table, CursorSeal.ofThisProcess()),
                new Checkpoints(lossy), (body, _) -> queue.add(body));
        queue.add(Errand.all("run", BUCKET, Mode.INDEX).text());

        while (!queue.isEmpty()) {
            backfill.run(Errand.parse(queue.remove()), () -> true);
        }

        Progress progress = new Checkpoints(table).progress(Errand.all("run", BUCKET, Mode.INDEX));
        assertThat(progress.ended()).isTrue();
        assertThat(progress.counts().found()).isEqualTo(RECORDINGS + 1);
        assertAllIndexed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]",
        "{\"run\":\"a b\",\"bucket\":\"abc\",\"mode\":\"INDEX\",\"work\":\"WALK\"}",
        "{\"run\":\"r\",\"bucket\":\"abc\",\"mode\":\"DELETE\",\"work\":\"WALK\"}",
        "{\"run\":\"r\",\"bucket\":\"A\",\"mode\":\"INDEX\",\"work\":\"WALK\"}",
        "{\"run\":\"r\",\"bucket\":\"abc\",\"prefix\":\"x\",\"mode\":\"INDEX\",\"work\":\"WALK\"}"})
    void errand_broken_saysWhatIsWrong(String text) {
        assertThatThrownBy(() -> Errand.parse(text))
                .isInstanceOfAny(JsonException.class, IllegalArgumentException.class);
    }

    @Test
    void errand_readsBack() {
        Errand errand = new Errand("run-1", BUCKET, "ivs/v1/1/c/", Mode.VERIFY, Errand.Work.WALK);

        assertThat(Errand.parse(errand.text())).isEqualTo(errand);
    }

    private Progress runAll(Mode mode) {
        return run("run", mode);
    }

    private Progress run(String run, Mode mode) {
        deliver(Errand.all(run, BUCKET, mode), new Killing(-1));
        return new Checkpoints(table).progress(Errand.all(run, BUCKET, mode));
    }

    /** Every invocation has time for one page only. */
    private void deliver(Errand first, Killing killing) {
        queue.add(first.text());
        Backfill backfill = killed(killing);
        while (!queue.isEmpty()) {
            Errand errand = Errand.parse(queue.element());
            try {
                backfill.run(errand, () -> false);
                queue.remove();
            } catch (KilledException again) {
                // The queue delivers it again.
                queue.add(queue.remove());
            }
        }
    }

    private Backfill killed(Killing killing) {
        RecordingListing listed = query -> {
            killing.call();
            return listing.list(query);
        };
        RecordingFiles read = (bucket, key) -> {
            killing.call();
            return files.fetch(bucket, key);
        };
        DelayedMessages sent = (body, delay) -> {
            killing.call();
            queue.add(body);
        };
        return new Backfill(listed, read, new RecordingIndex(table, CursorSeal.ofThisProcess()),
                new Checkpoints(table), sent);
    }

    private void assertAllIndexed() {
        RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
        for (int i = 0; i < RECORDINGS; i++) {
            String prefix = prefixes.get(i);
            assertThat(index.find(RecordingPrefix.parse(prefix).orElseThrow().id())).as(prefix)
                    .map(RecordingSummary::state)
                    .contains(i % 5 == 0 ? RecordingState.FAILED : RecordingState.STOPPED);
        }
    }

    private String contentsWithoutProgress() {
        return table.contents().lines().filter(line -> !line.contains("partition=backfill.")).toList().toString()
                .replace("[]", "");
    }

    private static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Killing {
        private final int at;
        private int calls;
        private boolean done;

        Killing(int at) {
            this.at = at;
        }

        void call() {
            if (calls++ == at) {
                done = true;
                throw new KilledException();
            }
        }
    }
}
