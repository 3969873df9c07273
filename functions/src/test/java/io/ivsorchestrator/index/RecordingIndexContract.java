package io.ivsorchestrator.index;

import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STAGE;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Histories;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index answers on every {@link IndexTable}: each access path complete, newest first, page by page. */
public abstract class RecordingIndexContract {
    private static final RecordingId.Channel RECORDING = (RecordingId.Channel) idOf(CHANNEL_LOCATION);
    private static final RecordingId FAILED_START = new RecordingId.UnrecordedStream(CHANNEL, STREAM_1);
    private static final S3Location LATER = new S3Location(BUCKET,
            STAGE + "/" + SESSION_2 + "/" + PARTICIPANT + "/2026-03-08T12-00-00Z");
    private static final RecordingQuery OF_CHANNEL = new RecordingQuery.OfChannel(CHANNEL, TimeRange.ALL);
    private static final LocalDate DAY = LocalDate.parse("2026-03-07");

    private RecordingIndex index = Telling.indexOn(new InMemoryIndexTable());

    /** An empty table, whose secondary indexes answer with what was just written. */
    protected abstract IndexTable table();

    @BeforeEach
    void open() {
        index = Telling.indexOn(table());
    }

    private void told(Evidence... facts) {
        Telling.batch(List.of(facts)).forEach(telling -> index.record(telling.subject(), telling.facts()));
    }

    private List<RecordingId> all(RecordingQuery query) {
        return ids(index.query(query, Optional.empty(), 200).recordings());
    }

    private static List<RecordingId> ids(List<RecordingSummary> recordings) {
        return recordings.stream().map(RecordingSummary::id).toList();
    }

    /** Ids of as many recordings of the channel, newest first; told in another order. */
    private List<RecordingId> channelRecordings(int number) {
        List<RecordingId> ids = new ArrayList<>();
        IntStream.range(0, number).map(i -> i * 7 % number)
                .forEach(i -> told(channelStart(i, "2026-03-07T09:%02d:00Z".formatted(i))));
        IntStream.range(0, number).forEach(i -> ids.addFirst(recording(i)));
        return ids;
    }

    private static RecordingId recording(int number) {
        return new RecordingId.Channel(CHANNEL, "recording%03d".formatted(number));
    }

    private static Evidence channelStart(int number, String time) {
        return aChannelStart().in(channelLocation("recording%03d".formatted(number)))
                .stream("st-stream%03d".formatted(number)).recordingSession("session%03d".formatted(number)).at(time)
                .build();
    }

    // Path 1 and 9: one recording

    @Test
    void find_recordedFacts_answersWhatFollowsFromThem() {
        told(aChannelStart().build(), aChannelEnd().build());

        assertThat(index.find(RECORDING)).contains(
                Recording.of(RECORDING).join(List.of(aChannelStart().build(), aChannelEnd().build())).summary());
    }

    @Test
    void find_unknownRecording_isEmpty() {
        assertThat(index.find(RECORDING)).isEmpty();
        assertThat(index.findWithFacts(RECORDING)).isEmpty();
    }

    @Test
    void findWithFacts_recordedFacts_answersAllOfThem() {
        told(aParticipantStart().build(), aUser("user-7").build(), aParticipantEnd().build());

        assertThat(index.findWithFacts(idOf(PARTICIPANT_LOCATION)).orElseThrow().facts().stream())
                .containsExactlyInAnyOrder(aParticipantStart().build(), aUser("user-7").build(),
                        aParticipantEnd().build());
    }

    @Test
    void findAt_bucketAndPrefix_answersTheRecordingThere() {
        told(aChannelStart().build());

        assertThat(index.findAt(CHANNEL_LOCATION)).map(RecordingSummary::id).contains(RECORDING);
    }

    @Test
    void findAt_samePrefixInAnotherBucket_isEmpty() {
        told(aChannelStart().build());

        assertThat(index.findAt(new S3Location("another-bucket", CHANNEL_LOCATION.prefix()))).isEmpty();
    }

    @Test
    void findAt_noPrefixOfIvs_isEmpty() {
        assertThat(index.findAt(new S3Location(BUCKET, "holiday/pictures"))).isEmpty();
    }

    // Path 2: of a channel or stage

    @Test
    void query_ofChannel_isNewestFirst() {
        List<RecordingId> expected = channelRecordings(5);

        assertThat(all(OF_CHANNEL)).isEqualTo(expected);
        assertThat(all(new RecordingQuery.OfChannel("anotherOne12", TimeRange.ALL))).isEmpty();
    }

    @Test
    void query_ofChannelInTimeRange_takesTheBeginningAndLeavesTheEndOut() {
        channelRecordings(5);

        assertThat(all(new RecordingQuery.OfChannel(CHANNEL, TimeRange.between(
                Instant.parse("2026-03-07T09:01:00Z"), Instant.parse("2026-03-07T09:03:00Z")))))
                .containsExactly(recording(2), recording(1));
    }

    @Test
    void query_ofChannelKnownByAnUnreadableObjectOnly_answersIt() {
        told(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build(),
                anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, Evidence.UnreadReason.DENIED));

        assertThat(all(OF_CHANNEL)).containsExactly(RECORDING);
    }

    @Test
    void query_ofStage_answersParticipantsAndComposites() {
        told(aParticipantStart().in(LATER).session(SESSION_2).at("2026-03-08T12:00:01Z").build(),
                aParticipantStart().build(),
                aMetadata(COMPOSITE_LOCATION, MetadataFile.STARTED).started("2026-03-07T10:00:00Z").build());

        assertThat(all(new RecordingQuery.OfStage(STAGE, TimeRange.ALL))).containsExactly(idOf(LATER),
                idOf(COMPOSITE_LOCATION), idOf(PARTICIPANT_LOCATION));
    }

    // Path 3: of a stream or stage session

    @ParameterizedTest
    @ValueSource(strings = {STREAM_1, STREAM_2})
    void query_ofStream_findsMergedRecordingUnderEachStream(String streamId) {
        told(aChannelStart().stream(STREAM_2).build(), aChannelEnd().stream(STREAM_2).mergedWith(STREAM_1).build());

        Page page = index.query(new RecordingQuery.OfStream(CHANNEL, streamId), Optional.empty(), 10);

        assertThat(page.recordings()).containsExactly(index.find(RECORDING).orElseThrow());
    }

    @Test
    void query_ofStreamAfterALaterFact_pointersTellItToo() {
        told(aChannelStart().mergedWith(STREAM_2).build());
        told(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build());

        Page page = index.query(new RecordingQuery.OfStream(CHANNEL, STREAM_2), Optional.empty(), 10);

        assertThat(page.recordings()).extracting(RecordingSummary::state).containsExactly(RecordingState.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(strings = {SESSION_1, SESSION_2})
    void query_ofStageSession_findsMergedRecordingUnderEachSession(String sessionId) {
        told(aParticipantStart().build(), aParticipantEnd().session(SESSION_2).build());

        assertThat(all(new RecordingQuery.OfStageSession(STAGE, sessionId)))
                .containsExactly(idOf(PARTICIPANT_LOCATION));
    }

    @Test
    void stageSession_compositeOverlapping_isInferred() {
        told(aParticipantStart().build(), aParticipantEnd().build(),
                aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).started("2026-03-07T09:30:00Z").build());

        StageSessionPage page = index.stageSession(STAGE, SESSION_1, Optional.empty(), 10);

        assertThat(ids(page.participants().recordings())).containsExactly(idOf(PARTICIPANT_LOCATION));
        assertThat(ids(page.composites())).containsExactly(idOf(COMPOSITE_LOCATION));
    }

    @Test
    void stageSession_compositeThatBeganAfterwards_isNotPartOfIt() {
        told(aParticipantStart().build(), aParticipantEnd().build(),
                aMetadata(COMPOSITE_LOCATION, MetadataFile.STARTED).started("2026-03-07T10:36:12Z").build());

        assertThat(index.stageSession(STAGE, SESSION_1, Optional.empty(), 10).composites()).isEmpty();
    }

    @Test
    void stageSession_compositeThatEndedBefore_isNotPartOfIt() {
        told(aParticipantStart().build(), aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED)
                .started("2026-03-07T08:00:00Z").ended("2026-03-07T09:00:00Z").build());

        assertThat(index.stageSession(STAGE, SESSION_1, Optional.empty(), 10).composites()).isEmpty();
    }

    // Paths 4 and 5: of a participant, of a user

    @Test
    void query_ofParticipant_findsAllSessionsNewestFirst() {
        told(aParticipantStart().build(), aUser("user-7").build(),
                aParticipantStart().in(LATER).session(SESSION_2).at("2026-03-08T12:00:01Z").build());

        assertThat(all(new RecordingQuery.OfParticipant(STAGE, PARTICIPANT))).containsExactly(idOf(LATER),
                idOf(PARTICIPANT_LOCATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"another-user", "user-7"})
    void query_ofUser_findsRecordingUnderEachUser(String userId) {
        told(aUser("user-7").build(), aParticipantStart().build(), aUser("another-user").build());

        assertThat(all(new RecordingQuery.OfUser(userId, TimeRange.ALL)))
                .containsExactly(idOf(PARTICIPANT_LOCATION));
    }

    @Test
    void record_userSeenAfterStart_reachesRecording() {
        told(aParticipantStart().build());
        told(aUser("user-7").build());

        assertThat(index.find(idOf(PARTICIPANT_LOCATION)).orElseThrow().userIds()).containsExactly("user-7");
    }

    @Test
    void record_userOfAnotherSession_staysAway() {
        told(aParticipantStart().build(), aUser("user-8").session(SESSION_2).build());

        assertThat(index.find(idOf(PARTICIPANT_LOCATION)).orElseThrow().userIds()).isEmpty();
    }

    // Paths 6 to 8: over the whole account

    @Test
    void query_active_mergesAllShardsNewestFirst() {
        List<RecordingId> expected = channelRecordings(30);

        assertThat(all(new RecordingQuery.Active())).isEqualTo(expected);
    }

    @Test
    void query_activeAfterTheEnd_isEmpty() {
        told(aChannelStart().build());
        told(aChannelEnd().build());

        assertThat(all(new RecordingQuery.Active())).isEmpty();
        assertThat(all(new RecordingQuery.NeedingAttention(DAY))).isEmpty();
        assertThat(all(new RecordingQuery.OfDay(DAY))).containsExactly(RECORDING);
    }

    @Test
    void query_needingAttention_answersFailuresOfTheDay() {
        told(aChannelStart().build());
        told(aChannelEndFailure().build());

        assertThat(all(new RecordingQuery.Active())).isEmpty();
        assertThat(all(new RecordingQuery.NeedingAttention(DAY))).containsExactly(RECORDING);
        assertThat(all(new RecordingQuery.NeedingAttention(DAY.plusDays(1)))).isEmpty();
    }

    @Test
    void query_needingAttention_unreadMetadataLeavesWhenItIsRead() {
        told(anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, Evidence.UnreadReason.MALFORMED));
        List<RecordingId> unread = all(new RecordingQuery.NeedingAttention(DAY));
        told(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());

        assertThat(unread).containsExactly(RECORDING);
        assertThat(all(new RecordingQuery.NeedingAttention(DAY))).isEmpty();
    }

    @Test
    void query_ofDay_followsBetterKnowledgeOfTheStart() {
        told(anObject(COMPOSITE_LOCATION, MetadataFile.STARTED).at("2026-03-08T00:00:02Z").build());
        List<RecordingId> before = all(new RecordingQuery.OfDay(DAY.plusDays(1)));
        told(aMetadata(COMPOSITE_LOCATION, MetadataFile.STARTED).started("2026-03-07T23:59:58Z").build());

        assertThat(before).containsExactly(idOf(COMPOSITE_LOCATION));
        assertThat(all(new RecordingQuery.OfDay(DAY.plusDays(1)))).isEmpty();
        assertThat(all(new RecordingQuery.OfDay(DAY))).containsExactly(idOf(COMPOSITE_LOCATION));
    }

    // Failed starts

    @Test
    void record_failedStart_isARecordingOfItsOwn() {
        told(aChannelStartFailure().build());

        assertThat(all(new RecordingQuery.NeedingAttention(DAY))).containsExactly(FAILED_START);
        assertThat(all(new RecordingQuery.OfStream(CHANNEL, STREAM_1))).containsExactly(FAILED_START);
        assertThat(all(OF_CHANNEL)).containsExactly(FAILED_START);
    }

    @Test
    void record_recordingOfAFailedStart_supersedesIt() {
        told(aChannelStartFailure().build());
        told(aChannelStart().build());

        assertThat(index.find(FAILED_START).orElseThrow().supersededBy()).containsExactly(RECORDING);
        assertThat(all(new RecordingQuery.NeedingAttention(DAY))).containsExactly(RECORDING);
        assertThat(all(new RecordingQuery.OfStream(CHANNEL, STREAM_1))).containsExactly(RECORDING);
        assertThat(all(new RecordingQuery.OfDay(DAY))).containsExactly(RECORDING);
        assertThat(all(OF_CHANNEL)).containsExactly(RECORDING);
    }

    @Test
    void record_supersededStartThatNamedMoreStreams_leavesNothingUnderThem() {
        told(aChannelStartFailure().mergedWith(STREAM_2).build());
        told(aChannelStart().build());

        assertThat(all(new RecordingQuery.OfStream(CHANNEL, STREAM_2))).isEmpty();
    }

    @Test
    void record_eventOfAFailureThatTheApiTold_leavesNothingUnderItsUsers() {
        told(Histories.failureToldByTheApi());
        told(aUser("another-user").build(), aUser("user-7").build());
        told(aParticipantStartFailure().build());

        for (String user : List.of("another-user", "user-7")) {
            assertThat(all(new RecordingQuery.OfUser(user, TimeRange.ALL))).as(user)
                    .containsExactly(idOf(PARTICIPANT_LOCATION));
        }
    }

    @Test
    void record_failedStartOfAnotherRecordingSession_staysBesideTheRecording() {
        told(aChannelStart().build(), aChannelStartFailure().recordingSession("zZ9zZ9zZ9zZ9").build());

        assertThat(all(OF_CHANNEL)).containsExactlyInAnyOrder(RECORDING, FAILED_START);
    }

    // News

    /** As of a recording whose metadata vanished before it was read, and whose failure the API told without a prefix. */
    @Test
    void record_nothing_writesNothingAndIsNoMistake() {
        told(Histories.failureToldByTheApi());

        assertThat(index.record(idOf(PARTICIPANT_LOCATION), List.of())).isEmpty();
        assertThat(index.find(idOf(PARTICIPANT_LOCATION))).isEmpty();
    }

    @Test
    void record_factsNewAndKnown_saysWhich() {
        told(aChannelStart().build());

        assertThat(index.record(RECORDING, List.of(aChannelEnd().build(), aChannelStart().build(),
                aChannelEnd().build()))).containsExactly(true, false, false);
    }

    @Test
    void record_idsThatAreNoneOfIvs_areKeptAndNameNothing() {
        told(aChannelStart().stream("a stream/of some sort").build(),
                aParticipantStart().session("no.session").participant("a b").build());

        assertThat(index.find(RECORDING)).map(RecordingSummary::state).contains(RecordingState.ACTIVE);
        assertThat(index.find(idOf(PARTICIPANT_LOCATION))).map(RecordingSummary::state)
                .contains(RecordingState.ACTIVE);
    }

    // Pages

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void query_pageByPage_isCompleteWithoutRepetition(int limit) {
        List<RecordingId> expected = channelRecordings(6);
        for (RecordingQuery query : List.of(OF_CHANNEL, new RecordingQuery.Active(), new RecordingQuery.OfDay(DAY))) {
            List<List<RecordingId>> pages = pages(query, limit);

            assertThat(pages.stream().flatMap(List::stream)).isEqualTo(expected);
            assertThat(pages).hasSize((6 + limit - 1) / limit);
        }
    }

    @Test
    void query_pagesOfAParticipant_areComplete() {
        IntStream.range(10, 15).forEach(i -> told(aParticipantStart().in(new S3Location(BUCKET,
                STAGE + "/" + SESSION_1 + "/" + PARTICIPANT + "/2026-03-07T09-04-" + i + "Z")).build()));

        assertThat(pages(new RecordingQuery.OfParticipant(STAGE, PARTICIPANT), 2)).extracting(List::size)
                .containsExactly(2, 2, 1);
    }

    @Test
    void query_allStartedAtOnce_isCompletePageByPage() {
        IntStream.range(0, 20).forEach(i -> told(channelStart(i, "2026-03-07T09:04:36Z")));

        assertThat(pages(new RecordingQuery.Active(), 3).stream().flatMap(List::stream)).hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    void query_recordingsAddedBetweenPages_rowsAreNeitherLostNorRepeated() {
        List<RecordingId> known = channelRecordings(6);
        Page first = index.query(new RecordingQuery.Active(), Optional.empty(), 3);
        told(channelStart(90, "2026-03-07T12:00:00Z"), channelStart(91, "2026-03-07T09:02:30Z"),
                channelStart(92, "2026-03-07T08:00:00Z"));

        Page rest = index.query(new RecordingQuery.Active(), first.next(), 10);

        assertThat(ids(first.recordings())).isEqualTo(known.subList(0, 3));
        assertThat(ids(rest.recordings())).containsExactly(recording(91), recording(2), recording(1), recording(0),
                recording(92));
    }

    private List<List<RecordingId>> pages(RecordingQuery query, int limit) {
        List<List<RecordingId>> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page page = index.query(query, cursor, limit);
            pages.add(ids(page.recordings()));
            cursor = page.next();
        } while (cursor.isPresent());
        return pages;
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 201, Integer.MAX_VALUE})
    void query_limitOutOfRange_isRefused(int limit) {
        assertThatIllegalArgumentException().isThrownBy(() -> index.query(OF_CHANNEL, Optional.empty(), limit))
                .withMessageContaining("1 to 200");
    }

    // Cursors

    @Test
    void query_cursorOfAnotherQuery_isRefused() {
        channelRecordings(3);
        Optional<String> cursor = index.query(OF_CHANNEL, Optional.empty(), 1).next();

        for (RecordingQuery foreign : List.of(new RecordingQuery.Active(), new RecordingQuery.OfDay(DAY),
                new RecordingQuery.NeedingAttention(DAY), new RecordingQuery.OfUser(CHANNEL, TimeRange.ALL),
                new RecordingQuery.OfStream(CHANNEL, STREAM_1), new RecordingQuery.OfParticipant(CHANNEL, "p"),
                new RecordingQuery.OfStageSession(CHANNEL, "st-1"),
                new RecordingQuery.CompositesOfStage(CHANNEL, TimeRange.ALL),
                new RecordingQuery.OfChannel("anotherOne12", TimeRange.ALL),
                new RecordingQuery.OfStage(CHANNEL, TimeRange.ALL), new RecordingQuery.OfChannel(CHANNEL,
                        new TimeRange(Optional.of(Instant.EPOCH), Optional.empty())))) {
            assertThatExceptionOfType(InvalidCursorException.class).as("%s", foreign)
                    .isThrownBy(() -> index.query(foreign, cursor, 1));
        }
    }

    @Test
    void query_ofAStreamPageByPage_answersEachOnce() {
        for (int i = 0; i < 5; i++) {
            told(aChannelStart().in(channelLocation("recording%03d".formatted(i))).stream(STREAM_1)
                    .recordingSession("session%03d".formatted(i)).at("2026-03-07T09:%02d:00Z".formatted(i)).build());
        }
        RecordingQuery query = new RecordingQuery.OfStream(CHANNEL, STREAM_1);

        assertThat(pages(query, 2)).startsWith(List.of(recording(4), recording(3)), List.of(recording(2), recording(1)),
                List.of(recording(0)));
        assertThat(pages(query, 2)).flatExtracting(page -> page).hasSize(5);
    }

    @Test
    void query_compositesOfAStagePageByPage_answersEachOnce() {
        List<RecordingId> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            S3Location location = new S3Location(COMPOSITE_LOCATION.bucket(),
                    COMPOSITE_LOCATION.prefix().replace("/composite", i + "/composite"));
            told(aMetadata(location, MetadataFile.STARTED).started("2026-03-07T1%d:00:00Z".formatted(i)).build());
            newestFirst.addFirst(idOf(location));
        }
        told(aParticipantStart().build());
        RecordingQuery query = new RecordingQuery.CompositesOfStage(STAGE, TimeRange.ALL);

        assertThat(pages(query, 2)).flatExtracting(page -> page).containsExactlyElementsOf(newestFirst);
        assertThat(pages(query, 2)).startsWith(newestFirst.subList(0, 2), newestFirst.subList(2, 4));
    }

    @Test
    void query_cursorSealedWithAnotherKey_isRefused() {
        CursorSeal other = new CursorSeal("another key of 16".getBytes(StandardCharsets.US_ASCII));

        assertThatExceptionOfType(InvalidCursorException.class).isThrownBy(
                () -> index.query(OF_CHANNEL, Optional.of(other.seal(OF_CHANNEL, "2026-03-07")), 1));
    }

    @Test
    void query_anyChangeToACursor_isRefused() {
        channelRecordings(3);
        String cursor = index.query(OF_CHANNEL, Optional.empty(), 1).next().orElseThrow();

        for (int i = 0; i < cursor.length(); i++) {
            for (char c : "AaB_-9".toCharArray()) {
                String forged = cursor.substring(0, i) + c + cursor.substring(i + 1);
                if (!forged.equals(cursor)) {
                    refused(forged);
                }
            }
            refused(cursor.substring(0, i));
        }
        char last = cursor.charAt(cursor.length() - 1);
        refused(cursor.substring(0, cursor.length() - 1) + (char) (last + 1));
        refused(cursor + "A");
        refused(cursor + "=");
    }

    private void refused(String cursor) {
        assertThatExceptionOfType(InvalidCursorException.class).as(cursor)
                .isThrownBy(() -> index.query(OF_CHANNEL, Optional.of(cursor), 1));
    }

    @ParameterizedTest
    @MethodSource("noCursors")
    void query_noCursorAtAll_isRefused(String text) {
        refused(text);
    }

    static List<String> noCursors() {
        return List.of("", " ", "%", "null", "A".repeat(10_000), "\u0000", "\ud83d\ude00");
    }
}
