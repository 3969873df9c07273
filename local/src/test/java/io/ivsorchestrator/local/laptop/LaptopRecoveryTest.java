package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** From a failure to the incident and to what is playable of it, through every part of the laptop. */
class LaptopRecoveryTest {
    private static final String SCENARIO = """
            begin 2026-03-07T19:00:00Z
            bucket  name=kept
            bucket  name=lost
            channel name=main bucket=kept
            channel name=simulcast
            stage   name=room bucket=kept
            stage   name=composed bucket=lost
            0:01:00 fault        kind=recording-breaks-off channel=main after=20s most=1
            0:01:00 start-stream channel=main for=40s
            0:02:00 fault   kind=recording-breaks-off stage=room after=15s most=1
            0:02:00 publish stage=room user=ada for=30s
            0:03:00 publish stage=room user=bob for=90s
            0:03:05 fault   kind=recording-breaks-off of=composite stage=room objects=4 most=1
            0:03:05 start-composition stage=room bucket=kept for=60s
            0:05:00 publish stage=composed user=eve
            0:05:10 fault   kind=grant-removed bucket=lost
            0:05:20 start-composition stage=composed bucket=lost channel=simulcast
            """;
    private static Laptop laptop;
    private static S3Client s3;
    private static DynamoDbClient dynamoDb;

    @BeforeAll
    static void play() throws InterruptedException {
        Play play = Play.of(ScenarioReader.read("failures", SCENARIO));
        laptop = Laptop.start(Laptop.FEATURES, play.settings());
        s3 = LocalClients.s3(endpoint("S3"));
        dynamoDb = LocalClients.dynamoDb(endpoint("DynamoDB"));
        assertThat(play.on(laptop)).isEmpty();
        assertThat(laptop.settle(Duration.ofMinutes(1))).isTrue();
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        s3.close();
        laptop.close();
    }

    private static URI endpoint(String service) {
        Matcher address = Pattern.compile(service + " (http://[^ ,]+)").matcher(laptop.endpoints());
        assertThat(address.find()).isTrue();
        return URI.create(address.group(1));
    }

    private static List<RecordingSummary> failed() {
        return laptop.everything().stream().filter(it -> it.state() == RecordingState.FAILED).toList();
    }

    private static byte[] object(S3Location location, String path) {
        return s3.getObjectAsBytes(request -> request.bucket(location.bucket()).key(location.key(path)))
                .asByteArray();
    }

    @Test
    void whatBrokeOff_isSalvaged_andItsPlaylistLeadsToObjectsThatExist() {
        List<RecordingSummary> broken = failed().stream().filter(it -> it.failure().orElseThrow().partial()).toList();

        assertThat(broken).extracting(RecordingSummary::kind).contains(RecordingKind.values());
        for (RecordingSummary recording : broken) {
            assertThat(recording.salvage()).as("%s", recording).get().isInstanceOf(Salvage.Playable.class);
            Salvage.Playable playable = (Salvage.Playable) recording.salvage().orElseThrow();
            assertThat(playable.duration()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
            S3Location location = recording.location().orElseThrow();
            String folder = "salvage/hls/";
            PlaylistParser.parseMultivariant(object(location, playable.playlist())).variants()
                    .forEach(variant -> PlaylistParser.parseMedia(object(location, folder + variant.uri())).segments()
                            .forEach(segment -> assertThat(object(location, URI.create("/" + folder + variant.uri())
                                    .resolve(segment.uri()).getPath().substring(1))).isNotEmpty()));
        }
        assertThat(laptop.counted("RecordingsSalvaged")).isEqualTo(broken.size());
        assertThat(laptop.deadLetters()).isZero();
    }

    @Test
    void compositionThatCouldNotStart_isAFailedRecording_andItsIncidentNamesTheBucket() {
        assertThat(failed()).filteredOn(it -> it.location().map(S3Location::bucket).equals(Optional.of("lost")))
                .extracting(RecordingSummary::kind).contains(RecordingKind.COMPOSITE);
        IncidentStore incidents = new IncidentStore(new DynamoDbIndexTable(dynamoDb, "recordings"));
        List<IncidentKey> open = incidents.open(Optional.empty(), 100).stream().map(Incident::key).toList();

        assertThat(open).extracting(IncidentKey::cause).contains(Cause.SERVICE_ERROR);
        assertThat(open).contains(new IncidentKey(Cause.POLICY_GRANT_LOST, "arn:aws:s3:::lost"));
    }
}
