package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.OPERATOR;
import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.query.DeleteMedia.Result;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Evidence.DeletionChange;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Deleting a recording, from asking to the proof, and what keeps one from being deleted. */
class DeletionTest {
    private static final RecordingId ID = idOf(CHANNEL_LOCATION);
    private static final String PATH = "/recordings/" + ID.text();

    private final ApiUnderTest api = new ApiUnderTest();
    private final InMemoryRecordingObjects objects = new InMemoryRecordingObjects();
    private final DeleteMedia deletion = new DeleteMedia(api.index, objects, api.messages, ApiUnderTest.RETENTION,
            Duration.ofDays(90), Duration.ofMinutes(15), () -> api.now);

    private HttpAnswer delete() {
        return api.ask("DELETE", PATH, Map.of(), "", Optional.of(OPERATOR));
    }

    private HttpAnswer hold(String method, String name) {
        return api.ask(method, PATH + "/holds/" + name, Map.of(),
                method.equals("PUT") ? "{\"note\":\"case 4711\"}" : "", Optional.of(OPERATOR));
    }

    private Result work() {
        return deletion.handle(api.messages.take().orElseThrow(), () -> true);
    }

    private RecordingSummary summary() {
        return api.index.find(ID).orElseThrow();
    }

    private Optional<DeletionChange> phase() {
        return summary().keeping().deletion().map(Keeping.Deletion::change);
    }

    private void givenARecordingThatIsOver() {
        api.given(aChannelStart().build(), aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());
        objects.keys.addAll(List.of(key(CHANNEL_LOCATION, "media/hls/master.m3u8"),
                key(CHANNEL_LOCATION, "media/hls/master.m3u8"), key(CHANNEL_LOCATION, "events/recording-ended.json")));
    }

    private static String key(S3Location location, String path) {
        return location.bucket() + "/" + location.key(path);
    }

    @Test
    void delete_whatIsOver_isAcceptedDoneAndProved() {
        givenARecordingThatIsOver();
        String neighbour = CHANNEL_LOCATION.bucket() + "/" + CHANNEL_LOCATION.prefix() + "0/media/hls/master.m3u8";
        objects.keys.add(neighbour);

        assertThat(delete().status()).isEqualTo(202);
        assertThat(phase()).contains(DeletionChange.REQUESTED);
        assertThat(work()).isEqualTo(Result.DELETED);

        assertThat(objects.keys).as("a neighbour whose name begins alike").containsExactly(neighbour);
        Keeping.Deletion done = summary().keeping().deletion().orElseThrow();
        assertThat(done.change()).isEqualTo(DeletionChange.DONE);
        assertThat(done.objects()).hasValue(3);
        assertThat(done.by()).isEqualTo(OPERATOR.name());
        assertThat(done.tombstoneUntil()).contains(done.at().plus(Duration.ofDays(90)));
        assertThat(summary().presence()).isEqualTo(MediaPresence.GONE);
        assertThat(delete().status()).as("again").isEqualTo(200);
        assertThat(api.messages.size()).as("only that it is tidied up after").isEqualTo(1);
        assertThat(api.table.contents()).as("the tombstone has an end").contains("expiresAt="
                + done.at().plus(Duration.ofDays(90)).getEpochSecond());
    }

    @Test
    void delete_whatGoesOn_isRefused() {
        api.given(aChannelStart().build());

        assertThat(problem(delete())).isEqualTo("409 not-over");
        assertThat(api.messages.size()).isZero();
        assertThat(phase()).isEmpty();
    }

    @Test
    void delete_whatIsHeld_isRefusedUntilEveryHoldIsReleased() {
        givenARecordingThatIsOver();
        hold("PUT", "legal");
        hold("PUT", "editors");

        assertThat(problem(delete())).isEqualTo("409 held");
        hold("DELETE", "legal");
        assertThat(problem(delete())).isEqualTo("409 held");
        hold("DELETE", "editors");
        assertThat(delete().status()).isEqualTo(202);
    }

    @Test
    void delete_whatFailedToStart_hasNoObjects() {
        api.given(aChannelStartFailure().build());
        RecordingId id = new RecordingId.UnrecordedStream(((RecordingId.Channel) ID).channelId(), STREAM_1);

        assertThat(api.ask("DELETE", "/recordings/" + id.text(), Map.of(), "", Optional.of(OPERATOR)).status())
                .isEqualTo(202);
        assertThat(work()).isEqualTo(Result.DELETED);
        assertThat(api.index.find(id).orElseThrow().keeping().deletion().orElseThrow().objects()).hasValue(0);
    }

    @Test
    void delete_withoutThePermission_isForbidden() {
        givenARecordingThatIsOver();
        Caller reader = new Caller("reader", EnumSet.of(Permission.READ, Permission.HOLD));

        assertThat(problem(api.ask("DELETE", PATH, Map.of(), "", Optional.of(reader)))).isEqualTo("403 forbidden");
        assertThat(phase()).isEmpty();
    }

    @Test
    void delete_messageLost_isSentAgainByAskingAgain() {
        givenARecordingThatIsOver();
        api.messages.breakDown(true);
        assertThat(problem(delete())).isEqualTo("503 unavailable");
        api.messages.breakDown(false);

        assertThat(delete().status()).isEqualTo(202);
        assertThat(work()).isEqualTo(Result.DELETED);
    }

    /** Found by the simulation: nobody was at it any more, and it was not listed among what needs attention. */
    @Test
    void delete_messageLostAndThenHeld_isGivenUp() {
        givenARecordingThatIsOver();
        api.messages.breakDown(true);
        delete();
        api.messages.breakDown(false);
        hold("PUT", "legal");

        assertThat(problem(delete())).isEqualTo("409 held");

        assertThat(phase()).contains(DeletionChange.BLOCKED);
        hold("DELETE", "legal");
        assertThat(delete().status()).isEqualTo(202);
        assertThat(work()).isEqualTo(Result.DELETED);
    }

    @Test
    void work_holdSetMeanwhile_savesWhatIsLeft() {
        givenARecordingThatIsOver();
        delete();
        AtomicInteger rounds = new AtomicInteger();
        objects.beforeRound = () -> {
            if (rounds.incrementAndGet() == 1) {
                hold("PUT", "legal");
            }
        };

        assertThat(work()).isEqualTo(Result.CONTINUED);
        assertThat(work()).isEqualTo(Result.BLOCKED);

        assertThat(objects.keys).hasSize(1);
        assertThat(summary().keeping().deletion().orElseThrow().detail().orElseThrow()).contains("legal");
        hold("DELETE", "legal");
        assertThat(api.messages.size()).as("released: not deleted unless somebody asks again").isZero();
        assertThat(delete().status()).isEqualTo(202);
        assertThat(work()).isEqualTo(Result.DELETED);
    }

    /** Found by the simulation. */
    @Test
    void work_deliveredTwiceWhileAHoldIsSet_whatIsDoneStaysDone() {
        givenARecordingThatIsOver();
        delete();
        String message = api.messages.take().orElseThrow();
        boolean[] both = new boolean[1];
        objects.beforeRound = () -> {
            if (objects.keys.isEmpty() && !both[0]) {
                both[0] = true;
                hold("PUT", "legal");
                // The other one sees the hold, and is late to write down that it gave up.
                api.index.record(ID, List.of(new Evidence.DeletionReported(ID, api.now.plusSeconds(5),
                        DeletionChange.BLOCKED, OPERATOR.name(), Optional.of("release the holds first: legal"),
                        OptionalLong.of(0), Optional.empty())));
            }
        };

        assertThat(deletion.handle(message, () -> true)).isEqualTo(Result.DELETED);

        assertThat(objects.keys).isEmpty();
        assertThat(phase()).contains(DeletionChange.DONE);
        assertThat(summary().presence()).isEqualTo(MediaPresence.GONE);
    }

    /** What is written while the answer that nothing is left is on its way has not been deleted. */
    @Test
    void work_writtenBehindTheLastLook_isThereAndCanBeDeletedAgain() {
        givenARecordingThatIsOver();
        delete();
        Instant written = api.now.plusSeconds(10);
        objects.beforeRound = () -> {
            if (objects.keys.isEmpty()) {
                api.now = api.now.plusSeconds(30);
            }
        };

        assertThat(work()).isEqualTo(Result.DELETED);
        objects.keys.add(key(CHANNEL_LOCATION, "events/recording-ended.json"));
        api.given(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).at(written.toString()).build());

        assertThat(summary().presence()).isEqualTo(MediaPresence.PRESENT);
        assertThat(api.table.contents()).as("what is there is not forgotten").doesNotContain("expiresAt=");
        objects.beforeRound = () -> {};
        assertThat(delete().status()).isEqualTo(202);
        assertThat(work()).as("tidying of the first").isEqualTo(Result.NOTHING);
        assertThat(work()).isEqualTo(Result.DELETED);
        assertThat(objects.keys).isEmpty();
        assertThat(summary().presence()).isEqualTo(MediaPresence.GONE);
    }

    /** Found by the simulation: a salvage that began before somebody asked for the deletion wrote after it was done. */
    @Test
    void work_whatSalvageWroteMeanwhile_isTidiedUpAfter() {
        givenARecordingThatIsOver();
        delete();
        assertThat(work()).isEqualTo(Result.DELETED);
        objects.keys.addAll(List.of(key(CHANNEL_LOCATION, "salvage/hls/multivariant.m3u8"),
                key(CHANNEL_LOCATION, "salvage/report.json")));
        String other = key(CHANNEL_LOCATION, "media/hls/720p30/7.ts");
        objects.keys.add(other);

        assertThat(api.messages.delays()).as("as long as a salvage can take").contains(Duration.ofMinutes(15));
        assertThat(work()).isEqualTo(Result.TIDIED);

        assertThat(objects.keys).as("what IVS wrote nobody asked to delete").containsExactly(other);
        assertThat(phase()).contains(DeletionChange.DONE);
        assertThat(deletion.handle("{\"tidy\":\"" + ID.text() + "\"}", () -> true)).isEqualTo(Result.NOTHING);
    }

    @Test
    void tidy_whatIsHeldOrThereAgain_isLeftAlone() {
        givenARecordingThatIsOver();
        delete();
        work();
        String tidying = api.messages.take().orElseThrow();
        objects.keys.add(key(CHANNEL_LOCATION, "salvage/report.json"));
        api.given(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).at("2026-03-11T00:00:00Z").build());

        assertThat(deletion.handle(tidying, () -> true)).as("IVS has written again").isEqualTo(Result.NOTHING);
        assertThat(objects.keys).hasSize(1);
    }

    @Test
    void work_refusedByS3_isWrittenDownAndNeedsAttention() {
        givenARecordingThatIsOver();
        objects.refusal = Optional.of("AccessDenied: Access Denied");
        delete();

        assertThat(work()).isEqualTo(Result.BLOCKED);

        assertThat(summary().keeping().deletion().orElseThrow().detail()).contains("AccessDenied: Access Denied");
        assertThat(ApiUnderTest.ids(api.get("/recordings?status=attention&day=2026-03-07"))).containsExactly(ID.text());
    }

    @Test
    void work_s3DoesNotAnswer_givesTheMessageBack() {
        givenARecordingThatIsOver();
        objects.broken = true;
        delete();

        assertThatThrownBy(this::work).isInstanceOf(RecordingObjects.RecordingObjectsException.class);
        assertThat(phase()).contains(DeletionChange.REQUESTED);
    }

    @Test
    void work_messageThatMakesNoSense_isRefused() {
        assertThatThrownBy(() -> deletion.handle("{\"recording\":\"../..\"}", () -> true))
                .isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> deletion.handle("{}", () -> true)).isInstanceOf(JsonException.class);
        assertThatThrownBy(() -> deletion.handle("{\"sweep\":\"retention\",\"days\":99999}", () -> true))
                .isInstanceOf(JsonException.class);
    }

    @Test
    void work_notAskedFor_isNothing() {
        givenARecordingThatIsOver();

        assertThat(deletion.handle("{\"recording\":\"" + ID.text() + "\"}", () -> true)).isEqualTo(Result.NOTHING);
        assertThat(objects.keys).hasSize(3);
    }

    /** However little time each message has, and however often each is delivered: all is deleted, and counted. */
    @Property(tries = 100)
    void work_interruptedAndRepeated_endsWithTheProof(@ForAll @IntRange(min = 1, max = 3) int roundsPerMessage,
            @ForAll boolean twice, @ForAll @IntRange(max = 30) int versions) {
        DeletionTest fresh = new DeletionTest();
        fresh.givenARecordingThatIsOver();
        for (int i = 0; i < versions; i++) {
            fresh.objects.keys.add(key(CHANNEL_LOCATION, "media/hls/" + i + ".ts"));
        }
        fresh.delete();

        for (Optional<String> message = fresh.api.messages.take(); message.isPresent(); message = fresh.api.messages
                .take()) {
            for (int delivery = 0; delivery < (twice ? 2 : 1); delivery++) {
                AtomicInteger rounds = new AtomicInteger();
                fresh.deletion.handle(message.get(), () -> rounds.incrementAndGet() <= roundsPerMessage);
            }
        }

        assertThat(fresh.objects.keys).isEmpty();
        assertThat(fresh.phase()).contains(DeletionChange.DONE);
        if (!twice) {
            assertThat(fresh.summary().keeping().deletion().orElseThrow().objects()).hasValue(versions + 3L);
        }
    }

    @Test
    void sweep_retention_asksForWhatIsDueAndNothingElse() {
        api.now = Instant.parse("2027-03-10T12:00:00Z");
        givenARecordingThatIsOver();
        S3Location held = channelLocation("heldHeldHeld");
        S3Location young = channelLocation("youngYoung12");
        api.given(aMetadata(held, MetadataFile.ENDED).build(),
                aMetadata(young, MetadataFile.ENDED).ended("2026-03-10T13:00:00Z").build(),
                aChannelStart().in(channelLocation("goesOnGoesOn")).stream("st-5").build());
        api.ask("PUT", "/recordings/" + idOf(held).text() + "/holds/legal", Map.of(), "", Optional.of(OPERATOR));

        List<Result> results = new ArrayList<>();
        results.add(deletion.handle("{\"sweep\":\"retention\"}", () -> true));
        assertThat(api.messages.size()).as("a message a day").isEqualTo(31);
        while (api.messages.size() > 0) {
            results.add(work());
        }

        assertThat(results).filteredOn(Result.DELETED::equals).hasSize(1);
        assertThat(phase()).contains(DeletionChange.DONE);
        assertThat(summary().keeping().deletion().orElseThrow().by()).isEqualTo("retention policy");
        assertThat(api.index.find(idOf(held)).orElseThrow().keeping().deletion()).isEmpty();
        assertThat(api.index.find(idOf(young)).orElseThrow().keeping().deletion()).isEmpty();
    }

    /** What a day's sweep is, a year after the recording's end. */
    private List<Result> retentionSweep() {
        api.messages.send("{\"sweep\":\"retention\"}", Duration.ZERO);
        List<Result> results = new ArrayList<>();
        while (api.messages.size() > 0) {
            results.add(work());
        }
        return results;
    }

    private void aYearLater() {
        api.now = Instant.parse("2027-03-10T12:00:00Z");
    }

    private void aDayLater() {
        api.now = api.now.plus(Duration.ofDays(1));
    }

    @Test
    void sweep_messageThatWasNotSent_isSentByTheNextDaysSweep() {
        aYearLater();
        givenARecordingThatIsOver();
        String day = "{\"retentionDay\":\"2026-03-07\"}";
        api.messages.breakDown(true);
        assertThatThrownBy(() -> deletion.handle(day, () -> true)).isInstanceOf(RuntimeException.class);
        api.messages.breakDown(false);
        assertThat(phase()).contains(DeletionChange.REQUESTED);

        assertThat(deletion.handle(day, () -> true)).as("delivered again").isEqualTo(Result.SWEPT);
        assertThat(api.messages.size()).as("somebody may be at it").isZero();
        aDayLater();

        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
        assertThat(objects.keys).isEmpty();
        assertThat(phase()).contains(DeletionChange.DONE);
    }

    @Test
    void sweep_askedForWithinTheHour_isNotAskedForAgain() {
        aYearLater();
        givenARecordingThatIsOver();
        delete();
        api.messages.take();
        api.now = api.now.plus(Duration.ofMinutes(59));

        assertThat(retentionSweep()).doesNotContain(Result.DELETED);
        api.now = api.now.plus(Duration.ofMinutes(1));
        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
    }

    @Test
    void sweep_whatAHoldStopped_isAskedForAgainOnceItIsReleased() {
        aYearLater();
        givenARecordingThatIsOver();
        delete();
        hold("PUT", "legal");
        assertThat(work()).isEqualTo(Result.BLOCKED);
        aDayLater();
        assertThat(retentionSweep()).as("held").doesNotContain(Result.DELETED, Result.BLOCKED);
        hold("DELETE", "legal");

        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
        assertThat(phase()).contains(DeletionChange.DONE);
    }

    @Test
    void sweep_holdSetWhileNobodyWasAtIt_isAskedForAgainOnceItIsReleased() {
        aYearLater();
        givenARecordingThatIsOver();
        delete();
        api.messages.take();
        hold("PUT", "legal");
        assertThat(problem(delete())).isEqualTo("409 held");
        assertThat(phase()).contains(DeletionChange.BLOCKED);
        hold("DELETE", "legal");

        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
    }

    /** Found by the simulation: the day's message was returned, and the rest of the day waited for it. */
    @Test
    void sweep_holdSetWhileRetentionAsks_keepsThatOneAndGoesOn() {
        aYearLater();
        givenARecordingThatIsOver();
        AtomicInteger looks = new AtomicInteger();
        DeleteMedia overtaken = new DeleteMedia(api.index, objects, api.messages, ApiUnderTest.RETENTION,
                Duration.ofDays(90), Duration.ofMinutes(15), () -> {
                    // First of what is listed, then of what was read: whether it is due.
                    if (looks.incrementAndGet() == 2) {
                        hold("PUT", "legal");
                    }
                    return api.now;
                });

        assertThat(overtaken.handle("{\"retentionDay\":\"2026-03-07\"}", () -> true)).isEqualTo(Result.SWEPT);

        assertThat(summary().keeping().holds()).containsExactly("legal");
        assertThat(phase()).contains(DeletionChange.BLOCKED);
        assertThat(api.messages.size()).isZero();
    }

    @Test
    void sweep_whatWentOnWhenItWasToBeDeleted_isAskedForAgainOnceItIsOver() {
        aYearLater();
        api.given(aChannelStart().build());
        api.index.record(ID, List.of(new Evidence.DeletionReported(ID, api.now, DeletionChange.REQUESTED, "somebody",
                Optional.empty(), OptionalLong.empty(), Optional.empty())));
        assertThat(deletion.handle("{\"recording\":\"" + ID.text() + "\"}", () -> true)).isEqualTo(Result.BLOCKED);
        givenARecordingThatIsOver();

        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
    }

    @Test
    void sweep_whatS3Refused_isNotAskedForAgain() {
        aYearLater();
        givenARecordingThatIsOver();
        objects.refusal = Optional.of("AccessDenied: Access Denied");
        assertThat(retentionSweep()).containsOnlyOnce(Result.BLOCKED);
        objects.refusal = Optional.empty();
        aDayLater();

        assertThat(retentionSweep()).doesNotContain(Result.DELETED, Result.BLOCKED);
        assertThat(delete().status()).isEqualTo(202);
    }

    /** Without notifications of deletions in the way: IVS was late, and what it wrote is as old as the rest. */
    @Test
    void sweep_whatWasWrittenAfterAllWasDeleted_isDeletedToo() {
        aYearLater();
        givenARecordingThatIsOver();
        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
        aDayLater();
        assertThat(retentionSweep()).as("nothing was written").doesNotContain(Result.DELETED);
        objects.keys.add(key(CHANNEL_LOCATION, "events/recording-ended.json"));
        api.given(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).at(api.now.toString()).build());
        assertThat(summary().presence()).isEqualTo(MediaPresence.PRESENT);
        aDayLater();

        assertThat(retentionSweep()).containsOnlyOnce(Result.DELETED);
        assertThat(objects.keys).isEmpty();
        assertThat(summary().presence()).isEqualTo(MediaPresence.GONE);
    }

    @Test
    void hold_whatWasDeleted_isGone() {
        givenARecordingThatIsOver();
        delete();
        work();

        assertThat(problem(hold("PUT", "legal"))).isEqualTo("410 gone");
    }

    @Test
    void hold_setAndReleasedInOneMoment_isReleased() {
        api.given(aChannelEnd().build());
        hold("PUT", "legal");
        assertThat(summary().keeping().holds()).containsExactly("legal");

        hold("DELETE", "legal");

        assertThat(summary().keeping().holds()).isEmpty();
        assertThat(hold("DELETE", "legal").status()).as("again").isEqualTo(200);
        assertThat(problem(hold("DELETE", "never"))).isEqualTo("404 not-found");
    }

    @Test
    void hold_withABodyThatIsNone_isRefused() {
        api.given(aChannelEnd().build());
        for (String body : List.of("[]", "{", "{\"note\":{}}", "{\"reason\":\"x\"}",
                "{\"note\":\"" + "x".repeat(1001) + "\"}")) {
            assertThat(problem(api.ask("PUT", PATH + "/holds/legal", Map.of(), body, Optional.of(OPERATOR))))
                    .as(body).isEqualTo("400 invalid-body");
        }
        assertThat(problem(api.ask("PUT", PATH + "/holds/le gal", Map.of(), "", Optional.of(OPERATOR))))
                .isEqualTo("400 invalid-parameter");
    }

    @Test
    void hold_moreThanAnItemShouldHave_isRefused() {
        api.given(aChannelEnd().build());
        for (int i = 0; i < Holds.MAX_HOLDS; i++) {
            assertThat(hold("PUT", "hold-" + i).status()).isEqualTo(200);
        }

        assertThat(problem(hold("PUT", "another"))).isEqualTo("409 too-many-holds");
        assertThat(hold("PUT", "hold-0").status()).as("one of them again").isEqualTo(200);
    }

    @Test
    void ofABatch_whatIsNoTaskAndWhatFailsComesBack_andTheRestIsDone() throws IOException {
        givenARecordingThatIsOver();
        delete();
        String task = api.messages.take().orElseThrow();
        Map<String, Long> counted = new HashMap<>();
        boolean[] failed = new boolean[1];
        objects.beforeRound = () -> {
            if (!failed[0]) {
                failed[0] = true;
                throw new IllegalStateException("a mistake");
            }
        };
        ByteArrayOutputStream answer = new ByteArrayOutputStream();

        new DeletionHandler(deletion, counted::putAll).handleRequest(new ByteArrayInputStream(
                ("{\"Records\":[" + String.join(",", message("failed", task), message("senseless", "no task"),
                        message("good", task)) + "]}").getBytes(StandardCharsets.UTF_8)),
                answer, TestContext.withTimeLeft(() -> Duration.ofMinutes(5)));

        assertThat(JsonObject.parse(answer.toByteArray()).objects("batchItemFailures"))
                .extracting(failure -> failure.requireString("itemIdentifier")).containsExactly("failed", "senseless");
        assertThat(counted).containsEntry("DeletionReturned", 2L).containsEntry("DeletionDeleted", 1L);
        assertThat(phase()).contains(DeletionChange.DONE);
    }

    private static String message(String id, String body) {
        return "{\"messageId\":\"" + id + "\",\"body\":\"" + body.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\"}";
    }
}
