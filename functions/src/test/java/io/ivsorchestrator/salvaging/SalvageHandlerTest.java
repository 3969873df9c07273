package io.ivsorchestrator.salvaging;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.Salvage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SalvageHandlerTest {
    private static final String ID = idOf(CHANNEL_LOCATION).text();
    private static final String EVENT = """
            {"source":"ivs-recording-orchestrator","detail-type":"Recording Failed","detail":
             {"schemaVersion":"1.0","id":"%s#2","sequence":2,"recording":{"id":"%s","state":"FAILED"}}}""";
    private static final String PLAYLIST = """
            #EXTM3U
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-TARGETDURATION:10
            #EXTINF:10.000,
            0.ts
            #EXTINF:10.000,
            1.ts
            """;

    private Instant now = Instant.parse("2026-03-08T00:00:00Z");
    private int remaining = 900_000;
    private String notOurs = "";
    private final Map<String, Long> counted = new LinkedHashMap<>();
    private final Map<String, String> written = new TreeMap<>();
    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();
    private final RecordingIndex index = new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess());
    private final SalvageHandler handler = new SalvageHandler(new SalvageRecording(index, objects,
            (location, path, text, type) -> written.put(location.key("salvage/" + path), text),
            bucket -> !bucket.equals(notOurs), () -> now), new InspectRecording(index, objects, () -> now),
            counted::putAll);

    @BeforeEach
    void aRecordingThatFailed() {
        index.record(idOf(CHANNEL_LOCATION), List.of(aChannelEndFailure().build()));
        store("360p30/playlist.m3u8", PLAYLIST);
        store("360p30/0.ts", "x");
        store("360p30/1.ts", "x");
    }

    private void store(String name, String text) {
        objects.put(CHANNEL_LOCATION.bucket(), CHANNEL_LOCATION.key("media/hls/" + name), text);
    }

    @Test
    void ourEventOfAFailure_isSalvaged() throws IOException {
        assertThat(handle(EVENT.formatted(ID, ID))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(counted).isEqualTo(Map.of("RecordingsSalvaged", 1L));
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).contains(
                new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(20), 2, 0));
        assertThat(written.keySet()).containsExactly(CHANNEL_LOCATION.key("salvage/hls/360p30/playlist.m3u8"),
                CHANNEL_LOCATION.key("salvage/hls/multivariant.m3u8"), CHANNEL_LOCATION.key("salvage/report.json"));
        assertThat(written.get(CHANNEL_LOCATION.key("salvage/hls/360p30/playlist.m3u8"))).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-TARGETDURATION:10
                #EXT-X-MEDIA-SEQUENCE:0
                #EXTINF:10.000,
                ../../../media/hls/360p30/0.ts
                #EXTINF:10.000,
                ../../../media/hls/360p30/1.ts
                #EXT-X-ENDLIST
                """);
    }

    /** IVS tells of a failure, and nowhere says that it has written all by then. */
    @Test
    void aFailedRecording_isLeftAloneUntilNothingMoreIsWritten_andThenPlaysAllOfIt() throws IOException {
        objects.put(CHANNEL_LOCATION.bucket(), CHANNEL_LOCATION.key("media/hls/360p30/1.ts"), new byte[]{120},
                now.minusSeconds(30));
        handle(EVENT.formatted(ID, ID));
        assertThat(counted).isEqualTo(Map.of("SalvageSkipped", 1L));
        assertThat(written).isEmpty();
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).as("the sweep tries it").isEmpty();

        store("360p30/playlist.m3u8", PLAYLIST + "#EXTINF:10.000,\n2.ts\n");
        objects.put(CHANNEL_LOCATION.bucket(), CHANNEL_LOCATION.key("media/hls/360p30/2.ts"), new byte[]{120},
                now.plusSeconds(60));
        now = now.plusSeconds(60).plus(SalvageRecording.QUIET);
        counted.clear();
        handle("{\"recordingId\":\"" + ID + "\"}");

        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).contains(
                new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(30), 3, 0));
    }

    @Test
    void ofABatch_onlyWhatCannotBeDoneNowComesBack() throws IOException {
        assertThat(handle("{\"recordingId\":\"" + ID + "\"}", "no JSON", "{\"recordingId\":\"channel.unknown.x\"}",
                "{\"recordingId\":\"?\"}")).isEqualTo(
                        "{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"},{\"itemIdentifier\":\"m3\"}]}");
        assertThat(counted).isEqualTo(
                Map.of("RecordingsSalvaged", 1L, "SalvageSkipped", 1L, "SalvageReturned", 2L));
    }

    @Test
    void withoutTimeLeft_theOthersComeBack() throws IOException {
        remaining = 60_000;

        assertThat(handle(EVENT.formatted(ID, ID), EVENT.formatted(ID, ID)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
        assertThat(counted).isEqualTo(Map.of("RecordingsSalvaged", 1L, "SalvageReturned", 1L));
    }

    @Test
    void aBucketThatDoesNotAnswer_isTriedAgain() throws IOException {
        objects.breakDown(CHANNEL_LOCATION.bucket());

        assertThat(handle(EVENT.formatted(ID, ID))).contains("m0");
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).isEmpty();
    }

    @Test
    void aBucketThatMayNotBeListed_isTheReason() throws IOException {
        objects.deny(CHANNEL_LOCATION.bucket());

        assertThat(handle(EVENT.formatted(ID, ID))).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(counted).isEqualTo(Map.of("RecordingsUnsalvageable", 1L));
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).contains(
                new Salvage.Unsalvageable("this deployment may not list the bucket: AccessDenied: as the test wants"));
    }

    @Test
    void aRecordingThatEndedWell_isLeftAlone() throws IOException {
        RecordingIndex another = new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess());
        another.record(idOf(CHANNEL_LOCATION), List.of(aChannelEnd().build()));

        assertThat(new SalvageRecording(another, objects, (location, path, text, type) -> written.put(path, text),
                _ -> true, Instant::now).salvage(idOf(CHANNEL_LOCATION)))
                .isEqualTo(new SalvageRecording.Outcome.Skipped("the recording ended well"));
        assertThat(written).isEmpty();
    }

    /** Found by the simulation: one of two prefixes of a stream failed to start, and the recording under the other goes on. */
    @Test
    void aFailedRecordingThatGoesOn_waitsUntilNothingIsWrittenAnyMore() {
        RecordingIndex another = new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess());
        another.record(idOf(CHANNEL_LOCATION), List.of(aChannelStart().build()));
        Evidence failure = aChannelStartFailure().build();
        another.record(failure.subject(), List.of(failure));
        assertThat(another.find(idOf(CHANNEL_LOCATION)).orElseThrow().state()).isEqualTo(RecordingState.FAILED);
        Instant[] time = {Instant.EPOCH.plusSeconds(60)};
        SalvageRecording salvage = new SalvageRecording(another, objects,
                (location, path, text, type) -> written.put(path, text), _ -> true, () -> time[0]);

        assertThat(salvage.salvage(idOf(CHANNEL_LOCATION))).isInstanceOf(SalvageRecording.Outcome.Skipped.class);
        assertThat(written).isEmpty();
        time[0] = Instant.EPOCH.plusSeconds(660);
        assertThat(salvage.salvage(idOf(CHANNEL_LOCATION))).isInstanceOf(SalvageRecording.Outcome.Done.class);
    }

    @Test
    void aRecordingWhoseMediaIsBeingDeleted_isLeftAlone() throws IOException {
        index.record(idOf(CHANNEL_LOCATION),
                List.of(aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.REQUESTED, "2026-03-08T00:00:00Z")));

        assertThat(handle(EVENT.formatted(ID, ID))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(counted).isEqualTo(Map.of("SalvageSkipped", 1L));
        assertThat(written).isEmpty();
    }

    /** Found by the simulation: somebody deletes the metadata, and the segments stay. */
    @Test
    void aRecordingWhoseMetadataIsGone_isSalvagedAllTheSame() throws IOException {
        index.record(idOf(CHANNEL_LOCATION),
                List.of(anObject(CHANNEL_LOCATION, MetadataFile.FAILED).sequencer("02").deleted().build()));
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().presence()).isEqualTo(MediaPresence.GONE);

        handle(EVENT.formatted(ID, ID));

        assertThat(counted).isEqualTo(Map.of("RecordingsSalvaged", 1L));
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).get()
                .isInstanceOf(Salvage.Playable.class);
    }

    @Test
    void aRecordingWhoseMediaWasDeleted_isLeftAlone() throws IOException {
        index.record(idOf(CHANNEL_LOCATION),
                List.of(aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z")));

        handle(EVENT.formatted(ID, ID));

        assertThat(counted).isEqualTo(Map.of("SalvageSkipped", 1L));
        assertThat(written).isEmpty();
    }

    @Test
    void aRecordingWhoseMediaIsGone_isNotInspected() {
        RecordingIndex another = new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess());
        another.record(idOf(CHANNEL_LOCATION), List.of(aChannelEnd().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("02").deleted().build()));

        assertThat(new InspectRecording(another, objects, () -> now).inspect(idOf(CHANNEL_LOCATION)))
                .isEqualTo(new InspectRecording.Outcome.Skipped("the media is gone"));
    }

    @Test
    void aBucketThatIsNotOurs_staysAsItIs_andTheReasonSaysWhatCouldBePlayed() throws IOException {
        notOurs = CHANNEL_LOCATION.bucket();

        assertThat(handle(EVENT.formatted(ID, ID))).isEqualTo("{\"batchItemFailures\":[]}");

        assertThat(written).isEmpty();
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).contains(new Salvage.Unsalvageable(
                "20.0 s could be played, but nothing is written to bucket " + CHANNEL_LOCATION.bucket()
                        + ", which is not the deployment's: the setting ivs:salvageExisting allows it"));

        notOurs = "";
        now = now.plusSeconds(60);
        handle("{\"recordingId\":\"" + ID + "\"}");
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).get()
                .isInstanceOf(Salvage.Playable.class);
    }

    @Test
    void aFailedRecording_isNotInspected() throws IOException {
        handle("{\"inspect\":\"" + ID + "\"}");

        assertThat(counted).isEqualTo(Map.of("InspectionSkipped", 1L));
    }

    private String handle(String... bodies) throws IOException {
        return handle(handler, bodies);
    }

    private String handle(SalvageHandler invoked, String... bodies) throws IOException {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < bodies.length; i++) {
            records.append(i == 0 ? "" : ",").append("{\"messageId\":\"m").append(i).append("\",\"body\":\"")
                    .append(bodies[i].replace("\"", "\\\"").replace("\n", "\\n")).append("\"}");
        }
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        invoked.handleRequest(new ByteArrayInputStream(("{\"Records\":[" + records + "]}").getBytes(
                StandardCharsets.UTF_8)), output, new Invocation());
        return output.toString(StandardCharsets.UTF_8);
    }

    /** As much of an invocation as logging asks for. */
    private final class Invocation implements Context {
        @Override
        public String getAwsRequestId() {
            return "request";
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionName() {
            return "salvage";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:us-west-2:123456789012:function:salvage";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClientContext getClientContext() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return remaining;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            throw new UnsupportedOperationException();
        }
    }

    /** A mistake of ours, where no port says that it may happen. */
    @Test
    void aMistake_bringsThatMessageBack_andTheRestGoesOn() throws IOException {
        SalvageHandler mistaken = new SalvageHandler(new SalvageRecording(index, objects, (_, _, _, _) -> {
            throw new IllegalStateException("a mistake");
        }, _ -> true, () -> now), new InspectRecording(index, objects, () -> now), counted::putAll);

        assertThat(handle(mistaken, EVENT.formatted(ID, ID), "{\"recordingId\":\"channel.unknown.x\"}"))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
        assertThat(counted).isEqualTo(Map.of("SalvageReturned", 1L, "SalvageSkipped", 1L));
        assertThat(index.find(idOf(CHANNEL_LOCATION)).orElseThrow().salvage()).isEmpty();
    }
}
