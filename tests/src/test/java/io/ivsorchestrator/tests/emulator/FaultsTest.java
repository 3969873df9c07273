package io.ivsorchestrator.tests.emulator;

import static io.ivsorchestrator.tests.emulator.EmulatorUnderTest.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.IvsException;
import software.amazon.awssdk.services.ivs.model.PendingVerificationException;
import software.amazon.awssdk.services.ivs.model.RecordingConfigurationState;

/** Every fault of the switchboard, switched on and off. */
class FaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmulatorUnderTest emulator = new EmulatorUnderTest();

    @AfterEach
    void stop() {
        emulator.close();
    }

    private void recordedChannel() {
        emulator.say("channel name=main bucket=" + BUCKET);
        emulator.say("stage name=room bucket=" + BUCKET);
        emulator.say("clock by=10s");
        emulator.events.clear();
    }

    private void stream() {
        emulator.say("start-stream channel=main for=20s");
        emulator.say("clock by=10m");
    }

    private void publish() {
        emulator.say("publish stage=room user=alice for=20s");
        emulator.say("clock by=10m");
    }

    /** The names of IVS's events about recordings and streams. */
    private List<String> told() {
        return emulator.events.stream().map(FaultsTest::parsed)
                .filter(event -> event.get("source").asText().equals("aws.ivs")
                        && !event.at("/detail").has("eventName"))
                .map(event -> event.at("/detail").has("recording_status")
                        ? event.at("/detail/recording_status").asText()
                        : event.at("/detail/event_name").asText())
                .toList();
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private Recorded last() {
        return emulator.service.recorded().getLast();
    }

    @Test
    void lostEvents_neverCome_untilTheFaultIsMended() {
        recordedChannel();
        emulator.say("fault kind=lose-events source=aws.ivs channel=main");
        stream();
        assertThat(told()).isEmpty();
        assertThat(emulator.events).anyMatch(event -> event.contains("recording-ended.json"));
        assertThat(emulator.service.lostEvents()).hasSize(6);

        emulator.say("mend fault=all");
        stream();
        assertThat(told()).hasSize(6);
    }

    @Test
    void lostEvents_byName_areOnlyThose() {
        recordedChannel();
        emulator.service.command("fault", Arguments
                .of(List.of("kind=lose-events", "name=Recording End")));
        stream();

        assertThat(told()).contains("Recording Start", "Stream End").doesNotContain("Recording End");
    }

    @Test
    void delayedEvents_comeWhenTheTimeHasPassed() {
        recordedChannel();
        emulator.say("fault kind=delay-events by=1h source=aws.ivs");
        stream();
        assertThat(told()).isEmpty();

        emulator.say("clock by=1h");
        assertThat(told()).hasSize(6);
    }

    @Test
    void repeatedEvents_comeThatOftenMore() {
        recordedChannel();
        emulator.say("fault kind=repeat-events times=2 source=aws.ivs");
        stream();

        assertThat(told()).hasSize(18);
    }

    @Test
    void reorderedEvents_areOvertakenAndNoneIsMissing() {
        recordedChannel();
        stream();
        List<String> inOrder = told();
        emulator.events.clear();

        emulator.say("fault kind=reorder-events within=5 source=aws.ivs rate=50%");
        for (int more = 0; more < 10; more++) {
            emulator.events.clear();
            stream();
            emulator.say("flush");
            assertThat(told()).containsExactlyInAnyOrderElementsOf(inOrder);
        }
        assertThat(emulator.say("faults").at("/faults/0/struck").asInt()).isPositive();
    }

    @Test
    void rate_andMost_limitHowOftenAFaultStrikes() {
        recordedChannel();
        emulator.say("fault kind=recording-start-fails channel=main most=1");
        stream();
        stream();

        assertThat(emulator.service.recorded()).extracting(Recorded::state)
                .containsExactly(Recorded.State.FAILED, Recorded.State.STOPPED);
        emulator.say("fault kind=recording-start-fails rate=0%");
        stream();
        assertThat(last().state()).isEqualTo(Recorded.State.STOPPED);
    }

    @Test
    void recording_breaksOffInTheMiddle_withPartOfItsObjects() {
        recordedChannel();
        emulator.say("fault kind=recording-breaks-off after=10s most=1");
        stream();
        assertThat(told()).contains("Recording Start", "Recording End Failure");
        assertThat(last().state()).isEqualTo(Recorded.State.FAILED);
        assertThat(last().duration()).isPositive().isLessThan(Duration.ofSeconds(20));
        assertThat(last().metadata()).isEqualTo(Recorded.Metadata.FAILED);

        emulator.say("fault kind=recording-breaks-off objects=4 metadata=false most=1");
        stream();
        assertThat(last().metadata()).isEqualTo(Recorded.Metadata.STARTED);
    }

    @Test
    void unsupportedCodec_andServiceError_areStartFailures() {
        recordedChannel();
        emulator.say("fault kind=unsupported-codec of=participant most=1");
        publish();
        assertThat(last().failure()).isNotNull().extracting(Recorded.Broken::cause).hasToString("CODEC_NOT_SUPPORTED");

        emulator.say("fault kind=recording-start-fails cause=service-error of=participant most=1");
        publish();
        assertThat(last().failure()).isNotNull().extracting(Recorded.Broken::cause).hasToString("SERVICE_ERROR");
    }

    @Test
    void bucketFaults_failRecordingsUntilTheyAreMended() {
        recordedChannel();
        for (String kind : List.of("bucket-deleted", "bucket-elsewhere", "sse-kms", "object-writer", "grant-removed")) {
            emulator.say("fault kind=" + kind + " bucket=" + BUCKET);
            publish();
            assertThat(last().state()).as(kind).isEqualTo(Recorded.State.FAILED);
            emulator.say("mend fault=all");
            if (kind.equals("bucket-deleted")) {
                // A new bucket of the same name has no policy.
                publish();
                assertThat(last().state()).isEqualTo(Recorded.State.FAILED);
                emulator.realTime.createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName(BUCKET)));
            }
            publish();
            assertThat(last().state()).as("%s mended", kind).isEqualTo(Recorded.State.STOPPED);
        }
    }

    @Test
    void bucketDeleted_isGoneFromS3_too() {
        recordedChannel();
        stream();
        emulator.say("fault kind=bucket-deleted bucket=" + BUCKET);

        assertThatThrownBy(() -> emulator.say("fault kind=sse-kms bucket=" + BUCKET))
                .hasMessageContaining("there is no bucket " + BUCKET);
        stream();
        assertThat(told()).contains("Recording Start Failure");
    }

    @Test
    void callFaults_refuseThatOperation() {
        emulator.say("fault kind=calls-fail operation=ListChannels error=InternalServerException most=4");
        emulator.say("fault kind=calls-throttled operation=GetChannel");

        assertThatThrownBy(() -> emulator.ivs.listChannels(request -> request.maxResults(1)))
                .isInstanceOf(IvsException.class)
                .satisfies(failure -> assertThat(((IvsException) failure).statusCode()).isEqualTo(500));
        assertThatThrownBy(() -> emulator.ivs.getChannel(
                request -> request.arn("arn:aws:ivs:us-west-2:123456789012:channel/abcdefghijkl")))
                .satisfies(failure -> assertThat(((IvsException) failure).statusCode()).isEqualTo(429));
        assertThat(emulator.ivs.listStreams(request -> request.maxResults(1)).streams()).isEmpty();
    }

    @Test
    void account_canBeUnverifiedOrHeldToItsRatesOrFailToCreate() {
        emulator.say("fault kind=pending-verification");
        assertThatThrownBy(() -> emulator.ivs.createChannel(request -> request.name("x")))
                .isInstanceOf(PendingVerificationException.class);
        emulator.say("mend fault=all");

        emulator.say("fault kind=creation-fails");
        String arn = emulator.ivs.createRecordingConfiguration(request -> request.destinationConfiguration(
                destination -> destination.s3(s3 -> s3.bucketName(BUCKET)))).recordingConfiguration().arn();
        emulator.say("clock by=20s");
        assertThat(emulator.ivs.getRecordingConfiguration(request -> request.arn(arn)).recordingConfiguration().state())
                .isEqualTo(RecordingConfigurationState.CREATE_FAILED);
        emulator.say("mend fault=all");

        emulator.say("fault kind=call-rates-limited");
        assertThatThrownBy(() -> {
            for (int call = 0; call < 50; call++) {
                emulator.ivs.listChannels(request -> request.maxResults(1));
            }
        }).satisfies(failure -> assertThat(((IvsException) failure).statusCode()).isEqualTo(429));
    }

    @Test
    void sameSeed_givesTheSameFaults() {
        recordedChannel();
        emulator.say("fault kind=lose-events rate=50% source=aws.ivs");
        stream();
        stream();
        List<String> first = told();

        try (EmulatorUnderTest again = new EmulatorUnderTest()) {
            again.say("channel name=main bucket=" + BUCKET);
            again.say("stage name=room bucket=" + BUCKET);
            again.say("clock by=10s");
            again.events.clear();
            again.say("fault kind=lose-events rate=50% source=aws.ivs");
            for (int stream = 0; stream < 2; stream++) {
                again.say("start-stream channel=main for=20s");
                again.say("clock by=10m");
            }
            assertThat(again.events).isEqualTo(emulator.events);
            assertThat(first).hasSizeBetween(1, 11);
        }
    }
}
