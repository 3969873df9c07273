package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.InMemoryCallLedger;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.reconciling.Settings;
import io.ivsorchestrator.reconciling.Sweep;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;

/**
 * An hour at the emulator whose every event, IVS's and S3's, is lost. Then its call rates are limited, as IVS's are, and one
 * sweep must find what the emulator knows to have happened.
 */
class ReconcilingEmulatorTest {
    private static final String REGION = "eu-west-1";
    private static final String BUCKET = "acme-live-recordings";

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-03-07T09:00:00Z"));
    private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
    private final InMemoryBucketStore buckets = new InMemoryBucketStore();
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing();
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final IvsEmulator emulator = start();
    private final IvsClient ivs = client(IvsClient.builder());
    private final IvsRealTimeClient realTime = client(IvsRealTimeClient.builder());
    /** Of those whose name says so. */
    private final Studio studio = emulator.studio(this::keep, MediaLibrary.load(), _ -> {}, this::fault);
    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final List<String> salvage = new ArrayList<>();

    private IvsEmulator start() {
        buckets.create(BUCKET, REGION);
        return IvsEmulator.start(0, AccountSettings.of("123456789012", REGION), time::get,
                new Ids(new SplittableRandom(42)), buckets, calls::add);
    }

    private void keep(String bucket, String key, byte[] body, String contentType) {
        listing.put(key, time.get());
        files.put(bucket, key, body, time.get());
    }

    private RecordingFault fault(Recorded recording) {
        return switch (recording.userId()) {
            case "never" -> new RecordingFault.AtStart(Cause.SERVICE_ERROR);
            case "breaks" -> new RecordingFault.AfterTime(Duration.ofSeconds(30), Cause.SERVICE_ERROR, true);
            case "vanishes" -> new RecordingFault.AfterTime(Duration.ofSeconds(30), Cause.SERVICE_ERROR, false);
            default -> RecordingFault.NONE;
        };
    }

    @AfterEach
    void stop() {
        ivs.close();
        realTime.close();
        emulator.close();
    }

    @Test
    void everyEventLost_oneSweepFindsWhatHappened_withoutBeingThrottled() {
        live();
        List<Recorded> truth = studio.recorded();
        emulator.reconfigure(settings -> settings.withCallRatesLimited(true));
        calls.clear();

        Sweep.Outcome outcome = sweep();

        assertThat(outcome).isInstanceOfSatisfying(Sweep.Outcome.Ended.class,
                ended -> assertThat(ended.dropped()).isZero());
        assertThat(calls).noneMatch(call -> call.outcome() instanceof ApiCall.Failure failure
                && failure.type() == ErrorType.THROTTLING);
        assertThat(truth).hasSizeGreaterThan(10).allSatisfy(this::assertKnown);
        assertThat(salvage).as("what broke off, and what has no end yet").isNotEmpty();
    }

    /** Four channels, one of which has no usable bucket at first; two stages with people of all fortunes; compositions. */
    private void live() {
        String gone = "acme-gone-recordings";
        buckets.create(gone, REGION);
        List<String> channels = new ArrayList<>();
        for (String bucket : List.of(BUCKET, BUCKET, BUCKET, gone)) {
            String configuration = ivs.createRecordingConfiguration(request -> request.destinationConfiguration(
                    destination -> destination.s3(s3 -> s3.bucketName(bucket)))).recordingConfiguration().arn();
            channels.add(ivs.createChannel(request -> request.name("c").recordingConfigurationArn(configuration))
                    .channel().arn());
        }
        pass(Duration.ofSeconds(30));
        buckets.delete(gone);
        String storage = realTime.createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName(BUCKET)))
                .storageConfiguration().arn();
        String encoder = realTime.createEncoderConfiguration(request -> request.name("e")).encoderConfiguration()
                .arn();
        channels.forEach(studio::start);
        for (String name : List.of("one", "two")) {
            String stage = realTime.createStage(request -> request.name(name).autoParticipantRecordingConfiguration(
                    recording -> recording.storageConfigurationArn(storage))).stage().arn();
            List<Participant> people = new ArrayList<>();
            for (String user : List.of("stays", "leaves", "never", "breaks", "vanishes")) {
                Participant joined = studio.join(stage, user, Map.of());
                people.add(studio.publish(stage, joined.participantId()));
            }
            DestinationConfiguration recording = DestinationConfiguration.builder()
                    .s3(s3 -> s3.storageConfigurationArn(storage).encoderConfigurationArns(encoder)).build();
            realTime.startComposition(request -> request.stageArn(stage).destinations(List.of(recording)));
            pass(Duration.ofMinutes(2));
            studio.leave(stage, people.get(1).participantId());
        }
        pass(Duration.ofMinutes(20));
        studio.end(channels.getFirst());
        studio.end(channels.getLast());
        pass(Duration.ofMinutes(6));
    }

    private void pass(Duration passed) {
        time.updateAndGet(now -> now.plus(passed));
        studio.catchUp();
    }

    private Sweep.Outcome sweep() {
        var limited = LimitedCalls.inFunction(
                new CallLimiter(new InMemoryCallLedger(), 1, time::get, new SplittableRandom(1)));
        Sweep sweep = new Sweep(new AwsLowLatencyApi(ivs, limited), new AwsRealTimeApi(realTime, limited), listing,
                files, new RecordingIndex(table, CursorSeal.sharedThrough(table)), table,
                (message, _) -> salvage.add(message), new Settings(List.of(BUCKET), Duration.ofHours(26), 10_000),
                time::get);
        Sweep.Outcome outcome = sweep.begin(() -> true);
        while (outcome instanceof Sweep.Outcome.Later later) {
            time.updateAndGet(now -> later.time().isAfter(now) ? later.time() : now);
            outcome = sweep.goOn(() -> true);
        }
        return outcome;
    }

    private void assertKnown(Recorded truth) {
        Optional<RecordingSummary> known = ids(truth).stream()
                .flatMap(id -> new RecordingIndex(table, CursorSeal.ofThisProcess()).find(id).stream()).findFirst();
        assertThat(known).as("%s", truth).isPresent();
        assertThat(known.get().state()).as("%s", truth).isEqualTo(switch (truth.state()) {
            case ACTIVE -> RecordingState.ACTIVE;
            case STOPPED -> RecordingState.STOPPED;
            case FAILED -> RecordingState.FAILED;
        });
        assertThat(known.get().userIds()).as("%s", truth).isEqualTo(new TreeSet<>(
                truth.userId().isEmpty() ? List.of() : List.of(truth.userId())));
    }

    /** By its prefix or, where nothing under a prefix tells of it, as what it is until one is known. */
    private static List<RecordingId> ids(Recorded truth) {
        List<RecordingId> ids = new ArrayList<>();
        RecordingPrefix.parse(truth.prefix()).ifPresent(prefix -> ids.add(prefix.id()));
        String resource = truth.sourceArn().substring(truth.sourceArn().lastIndexOf('/') + 1);
        switch (truth.kind()) {
            case CHANNEL -> ids.add(new RecordingId.UnrecordedStream(resource, truth.streamIds().getFirst()));
            case PARTICIPANT -> ids.add(RecordingId.Participant.unrecorded(resource, truth.sessionIds().getFirst(),
                    truth.participantId()));
            case COMPOSITE -> assertThat(ids).isNotEmpty();
        }
        return ids;
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(emulator.endpoint()).region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry())).build();
    }
}
