package io.ivsorchestrator.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.TimeRange;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.MetadataSamples;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.runtime.QueueMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexEventsTest {
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final RecordingId CHANNEL = new RecordingId.Channel("Kp3dQ9xTzL7m", "y6TgBn2HjMk8");
    private static final RecordingId PARTICIPANT = new RecordingId.Participant("Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i",
            "Nb7vC6xZ5lKj", "2026-03-07T09-04-31Z");
    private static final String COMPOSITE_PREFIX = "Mv2bN5cX8zLk/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite";
    private static final RecordingId COMPOSITE = new RecordingId.Composite("Hj4gF7dSa2Qw", "Er3tY6uI9oPa");

    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
    private final IndexEvents events = over(index);

    private IndexEvents over(RecordingIndex recordings) {
        return new IndexEvents(recordings, files, quarantine, new TrustedAccounts.Only(Samples.ACCOUNT));
    }

    private BatchReport receive(String... bodies) {
        return events.index(messages(bodies), () -> true);
    }

    private static List<QueueMessage> messages(String... bodies) {
        return IntStream.range(0, bodies.length).mapToObj(i -> new QueueMessage("m" + i, bodies[i])).toList();
    }

    private RecordingSummary found(RecordingId id) {
        return index.find(id).orElseThrow();
    }

    private static String created(String prefix, String outcome) {
        return Payload.of("s3-object/created")
                .with("detail.object.key", prefix + "/events/recording-" + outcome + ".json").json();
    }

    private void put(String prefix, RecordingKind kind, String outcome) {
        files.put(Samples.BUCKET, prefix + "/events/recording-" + outcome + ".json",
                MetadataSamples.json(kind, outcome), Instant.parse("2026-03-07T10:36:11Z"));
    }

    @Test
    void index_channelRecordingFromEventsAlone_isComplete() {
        BatchReport report = receive(Samples.json("channel-recording/recording-start"),
                Samples.json("channel-recording/recording-end"));

        assertThat(report.count("Applied")).isEqualTo(2);
        RecordingSummary recording = found(CHANNEL);
        assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
        assertThat(recording.source()).contains(new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"));
        assertThat(recording.channelName()).contains("acme-main");
        assertThat(recording.streamIds()).containsExactly("st-1A2b3C4d5E6f7G8h9I0jKlM", "st-2Z9y8X7w6V5u4T3s2R1qPoN");
        assertThat(recording.startedAt()).isEqualTo("2026-03-07T09:04:36Z");
        assertThat(recording.endedAt()).contains(Instant.parse("2026-03-07T10:36:12Z"));
        assertThat(recording.duration()).contains(Duration.ofSeconds(5412));
        assertThat(recording.location().orElseThrow()).hasToString("s3://acme-live-recordings-usw2/" + PREFIX);
        assertThat(recording.sources()).containsExactly(EvidenceSource.IVS_EVENT);
        assertThat(recording.presence()).isEqualTo(MediaPresence.UNSEEN);
    }

    @Test
    void index_channelRecordingFromS3Alone_hasAllThatS3Carries() {
        put(PREFIX, RecordingKind.CHANNEL, "started");
        put(PREFIX, RecordingKind.CHANNEL, "ended");

        receive(created(PREFIX, "started"), created(PREFIX, "ended"));

        RecordingSummary recording = found(CHANNEL);
        assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
        assertThat(recording.source()).contains(new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"));
        assertThat(recording.startedAt()).isEqualTo("2026-03-07T09:04:36Z");
        assertThat(recording.endedAt()).contains(Instant.parse("2026-03-07T10:36:10Z"));
        assertThat(recording.duration()).contains(Duration.ofSeconds(5412));
        Media.Hls hls = recording.media().orElseThrow().hls().orElseThrow();
        assertThat(hls.playlist()).isEqualTo("media/hls/master.m3u8");
        assertThat(hls.renditions()).extracting(Media.Rendition::playlist).containsExactly(
                "media/hls/720p60/playlist.m3u8", "media/hls/480p30/playlist.m3u8", "media/hls/160p30/playlist.m3u8");
        assertThat(recording.presence()).isEqualTo(MediaPresence.PRESENT);
        assertThat(recording.streamIds()).isEmpty();
    }

    @Test
    void index_participant_learnsItsUserFromTheStageUpdateInEitherOrder() {
        receive(Samples.json("participant-recording/recording-start"));
        receive(Samples.json("stage-update/participant-published"));

        assertThat(found(PARTICIPANT).userIds()).containsExactly("user-42");
        assertThat(index.query(new RecordingQuery.OfUser("user-42", TimeRange.ALL),
                Optional.empty(), 10).recordings()).containsExactly(found(PARTICIPANT));
    }

    @Test
    void index_compositionEventsBeforeAnyObject_makeNoRecording() {
        receive(Samples.json("composition/session-start"), Samples.json("composition/destination-start"));

        assertThat(index.find(COMPOSITE)).isEmpty();
    }

    @Test
    void index_compositionEventsAndMetadata_meet() {
        put(COMPOSITE_PREFIX, RecordingKind.COMPOSITE, "ended");

        receive(Samples.json("composition/destination-start"), Samples.json("composition/session-end"));
        receive(created(COMPOSITE_PREFIX, "ended"));

        RecordingSummary composite = found(COMPOSITE);
        assertThat(composite.state()).isEqualTo(RecordingState.STOPPED);
        assertThat(composite.source()).contains(new Arn("arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa"));
        assertThat(composite.sources()).containsExactly(EvidenceSource.S3_METADATA, EvidenceSource.S3_EVENT,
                EvidenceSource.IVS_EVENT);
    }

    @Test
    void index_destinationFailure_failsTheCompositeThatItNames() {
        put(COMPOSITE_PREFIX, RecordingKind.COMPOSITE, "started");

        receive(created(COMPOSITE_PREFIX, "started"));
        receive(Samples.json("composition/destination-failure"));

        assertThat(found(COMPOSITE).state()).isEqualTo(RecordingState.FAILED);
        assertThat(found(COMPOSITE).failure().orElseThrow().code()).contains("AccessDeniedException");
    }

    @Test
    void index_startFailureWithoutPrefix_isAFailedRecordingOfItsStream() {
        receive(Samples.json("channel-recording/recording-start-failure"));

        RecordingId id = new RecordingId.UnrecordedStream("Kp3dQ9xTzL7m", "st-1A2b3C4d5E6f7G8h9I0jKlM");
        assertThat(found(id).state()).isEqualTo(RecordingState.FAILED);
        assertThat(found(id).failure().orElseThrow().partial()).isFalse();
        assertThat(index.query(new RecordingQuery.NeedingAttention(LocalDate.of(2026, 3, 7)), Optional.empty(), 10)
                .recordings()).extracting(RecordingSummary::id).containsExactly(id);
    }

    @Test
    void index_malformedEventInABatchOfTen_nineAreAppliedAndOneIsQuarantinedWithItsReason() {
        List<String> bodies = new ArrayList<>(IntStream.range(0, 9).mapToObj(i -> Payload
                .of("stream/stream-start").with("detail.stream_id", "st-0000000000000000000000" + i).json()).toList());
        bodies.add(4, Payload.of("channel-recording/recording-start").without("detail.recording_status").json());

        BatchReport report = receive(bodies.toArray(String[]::new));

        assertThat(report.count("Applied")).isEqualTo(9);
        assertThat(report.returned()).isEmpty();
        assertThat(quarantine.reasons()).containsOnlyKeys("m4");
        assertThat(quarantine.reasons().get("m4")).startsWith("$.detail.recording_status:");
    }

    @Test
    void index_everySample_hasExactlyOneOutcome() {
        String[] bodies = Samples.names().stream().map(Samples::json).toArray(String[]::new);

        BatchReport report = receive(bodies);

        assertThat(report.outcomes()).hasSize(bodies.length);
        assertThat(BatchReport.NAMES.stream().mapToLong(report::count).sum()).isEqualTo(bodies.length);
        assertThat(report.returned()).isEmpty();
        assertThat(quarantine.reasons()).hasSize(2);
    }

    @Test
    void index_everySampleAgain_changesNothing() {
        String[] bodies = Samples.names().stream().map(Samples::json).toArray(String[]::new);
        receive(bodies);
        String before = table.contents();
        table.takeCalls();

        BatchReport report = receive(bodies);

        assertThat(table.contents()).isEqualTo(before);
        assertThat(report.count("Applied")).isZero();
        assertThat(table.takeCalls()).doesNotContain("put", "link");
    }

    @Test
    void index_foreignAccount_isQuarantined() {
        BatchReport report = receive(
                Payload.of("channel-recording/recording-start").with("account", "999999999999").json());

        assertThat(report.count("Quarantined")).isEqualTo(1);
        assertThat(quarantine.reasons().get("m0")).contains("999999999999");
        assertThat(table.contents()).isEmpty();
    }

    @Test
    void index_regionThatDiffersFromTheArn_isNoReasonToRefuse() {
        assertThat(receive(Payload.of("channel-recording/recording-start").with("region", "eu-west-1").json())
                .count("Applied")).isEqualTo(1);
    }

    @Test
    void index_bucketThatMayNotBeRead_isIndexedAsUnread() {
        files.deny(Samples.BUCKET, PREFIX + "/events/recording-ended.json", "AccessDenied: no");

        BatchReport report = receive(created(PREFIX, "ended"));

        assertThat(report.unreadMedia()).isEqualTo(1);
        assertThat(report.count("Applied")).isEqualTo(1);
        assertThat(found(CHANNEL).state()).isEqualTo(RecordingState.STOPPED);
        assertThat(found(CHANNEL).unread()).contains(Evidence.UnreadReason.DENIED);
        assertThat(found(CHANNEL).needsAttention()).isTrue();
    }

    @Test
    void index_malformedMetadata_isIndexedWithFilePathAndCause() {
        files.put(Samples.BUCKET, PREFIX + "/events/recording-ended.json",
                "{\"media\": 3}".getBytes(StandardCharsets.UTF_8), Instant.parse("2026-03-07T10:36:11Z"));

        receive(created(PREFIX, "ended"));

        assertThat(index.findWithFacts(CHANNEL).orElseThrow().facts().of(Evidence.MetadataUnread.class))
                .singleElement().extracting(Evidence.MetadataUnread::detail).asString()
                .contains(PREFIX + "/events/recording-ended.json").contains("$.media");
    }

    @Test
    void index_s3Busy_returnsThatMessageOnly() {
        files.breakDown(Samples.BUCKET, PREFIX + "/events/recording-ended.json");

        BatchReport report = receive(created(PREFIX, "ended"), Samples.json("stream/stream-start"));

        assertThat(report.returned()).containsExactly("m0");
        assertThat(report.count("Applied")).isEqualTo(1);
    }

    @Test
    void index_quarantineDown_returnsTheMessage() {
        quarantine.breakDown();

        assertThat(receive("no JSON").returned()).containsExactly("m0");
    }

    @Test
    void index_tableDownForOneRecording_returnsItsMessagesOnly() {
        IndexEvents overFaulty = over(new RecordingIndex(new FailingFor("channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8", table),
                CursorSeal.ofThisProcess()));

        BatchReport report = overFaulty.index(messages(Samples.json("channel-recording/recording-start"),
                Samples.json("channel-recording/recording-end"), Samples.json("stream/stream-start")), () -> true);

        assertThat(report.returned()).containsExactly("m0", "m1");
        assertThat(report.count("Applied")).isEqualTo(1);
    }

    @Test
    void index_batch_writesEachRecordingOnce() {
        receive(Samples.json("channel-recording/recording-start"), Samples.json("channel-recording/recording-start"),
                Samples.json("channel-recording/recording-end"));

        assertThat(table.takeCalls().stream().filter("put"::equals)).hasSize(1);
    }

    @Test
    void index_s3Event_readsOneObject() {
        put(PREFIX, RecordingKind.CHANNEL, "ended");

        receive(created(PREFIX, "ended"), created(PREFIX, "started"), Samples.json("s3-object/deleted"));

        assertThat(files.fetches()).isEqualTo(2);
    }

    @Test
    void index_objectOfSomebodyElse_isIgnoredByRule() {
        BatchReport report = receive(Payload.of("s3-object/created")
                .with("detail.object.key", "backups/events/recording-ended.json").json());

        assertThat(report.count("Ignored")).isEqualTo(1);
        assertThat(files.fetches()).isZero();
    }

    @Test
    void index_idThatCannotBeOne_isQuarantinedAndReachesNoKey() {
        BatchReport report = receive(
                Payload.of("stream/stream-start").with("detail.stream_id", "st-1/../2").json());

        assertThat(report.count("Quarantined")).isEqualTo(1);
        assertThat(table.contents()).isEmpty();
    }

    @Test
    void index_noTimeLeft_returnsWhatIsNotDone() {
        Iterator<Boolean> answers = List.of(true, true, false, true, false).iterator();

        BatchReport report = events.index(messages(Samples.json("channel-recording/recording-start"),
                Samples.json("stream/stream-start"), Samples.json("composition/session-start")), answers::next);

        assertThat(report.count("Applied")).isEqualTo(1);
        assertThat(report.returned()).containsExactly("m1", "m2");
    }

    @Test
    void index_endFailureWithoutPrefix_isAFailedRecordingOfItsStream() {
        receive(Payload.of("channel-recording/recording-end-failure").with("detail.recording_s3_key_prefix", "")
                .json());

        assertThat(found(new RecordingId.UnrecordedStream("Kp3dQ9xTzL7m", "st-1A2b3C4d5E6f7G8h9I0jKlM")).state())
                .isEqualTo(RecordingState.FAILED);
    }

    @Test
    void index_metadataInAnUnknownLayoutOfIvs_isQuarantined() {
        assertThat(receive(Payload.of("s3-object/created")
                .with("detail.object.key", "ivs/v2/1/2/events/recording-ended.json").json()).count("Quarantined"))
                .isEqualTo(1);
    }

    @Test
    void index_channelEventWithAPrefixOfAnotherKind_isQuarantinedWithItsReason() {
        BatchReport report = receive(Payload.of("channel-recording/recording-end")
                .with("detail.recording_s3_key_prefix", COMPOSITE_PREFIX).json(),
                Payload.of("channel-recording/recording-end-failure")
                        .with("detail.recording_s3_key_prefix", "recordings/2026").json(),
                Payload.of("participant-recording/recording-start")
                        .with("detail.recording_s3_key_prefix", PREFIX).json());

        assertThat(report.count("Quarantined")).isEqualTo(3);
        assertThat(quarantine.reasons().get("m0")).startsWith("$.detail.recording_s3_key_prefix:").contains(
                "documents for a channel recording, but in that for a composite recording: " + COMPOSITE_PREFIX);
        assertThat(quarantine.reasons().get("m1")).endsWith("for a channel recording: recordings/2026");
        assertThat(quarantine.reasons().get("m2")).contains("for a participant recording, but in that for a channel");
        assertThat(table.contents()).isEmpty();
    }

    /** A table that cannot answer for one partition. */
    private static final class FailingFor extends ForwardingIndexTable {
        private final String partition;

        FailingFor(String partition, IndexTable table) {
            super(table);
            this.partition = partition;
        }

        @Override
        public Optional<Item> get(ItemKey key) {
            check(key.partition());
            return super.get(key);
        }

        @Override
        public List<Item> partition(String asked) {
            check(asked);
            return super.partition(asked);
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            check(item.key().partition());
            return super.put(item, pointers);
        }

        @Override
        public void put(Item item) {
            check(item.key().partition());
            super.put(item);
        }

        private void check(String asked) {
            if (asked.equals(partition)) {
                throw new IndexUnavailableException("throttled, by the test: " + asked);
            }
        }
    }

    /** A mistake of ours, where no port says that it may happen. */
    @Test
    void index_mistakeWhileReading_returnsThatMessageAndTheRestGoesOn() {
        RecordingFiles mistaken = (bucket, key) -> {
            throw new IllegalStateException("a mistake");
        };
        IndexEvents reading = new IndexEvents(index, mistaken, quarantine, new TrustedAccounts.Only(Samples.ACCOUNT));

        BatchReport report = reading.index(messages(created(PREFIX, "ended"),
                Samples.json("participant-recording/recording-start")), () -> true);

        assertThat(report.count("Returned")).isEqualTo(1);
        assertThat(report.count("Applied")).isEqualTo(1);
        assertThat(report.returned()).containsExactly("m0");
        assertThat(quarantine.reasons()).isEmpty();
        assertThat(index.find(PARTICIPANT)).isPresent();
    }

    @Test
    void index_mistakeWhileWriting_returnsWhatItIsAboutAndTheRestGoesOn() {
        IndexEvents writing = over(new RecordingIndex(new ForwardingIndexTable(table) {
            @Override
            public Written put(Item item, List<Item> pointers) {
                if (item.key().partition().startsWith("channel.")) {
                    throw new IllegalStateException("a mistake");
                }
                return table.put(item, pointers);
            }
        }, CursorSeal.ofThisProcess()));

        BatchReport report = writing.index(messages(Samples.json("channel-recording/recording-end"),
                Samples.json("participant-recording/recording-start")), () -> true);

        assertThat(report.returned()).containsExactly("m0");
        assertThat(report.count("Applied")).isEqualTo(1);
        assertThat(index.find(CHANNEL)).isEmpty();
        assertThat(index.find(PARTICIPANT)).isPresent();
    }

    @Test
    void index_metadataOfMoreThanAMegabyte_isIndexedAsUnread() {
        files.put(Samples.BUCKET, PREFIX + "/events/recording-ended.json", new byte[RecordingFiles.MAX_BYTES + 1],
                Instant.parse("2026-03-07T10:36:11Z"));

        BatchReport report = receive(created(PREFIX, "ended"));

        assertThat(report.count("Applied")).isEqualTo(1);
        assertThat(report.unreadMedia()).isEqualTo(1);
        assertThat(index.findWithFacts(CHANNEL).orElseThrow().facts().stream()).anySatisfy(fact -> assertThat(fact)
                .isInstanceOfSatisfying(Evidence.MetadataUnread.class, unread -> {
                    assertThat(unread.reason()).isEqualTo(Evidence.UnreadReason.MALFORMED);
                    assertThat(unread.detail()).contains("1048577 bytes");
                }));
    }
}
