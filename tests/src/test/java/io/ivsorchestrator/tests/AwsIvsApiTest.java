package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.IvsApiContract;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.account.Participant;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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

/** The port's contract on the SDK's clients, against the emulator over HTTP. */
class AwsIvsApiTest extends IvsApiContract {
    private static final String REGION = "eu-west-1";

    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-03-07T09:00:00Z"));
    private final InMemoryBucketStore buckets = new InMemoryBucketStore();
    private IvsEmulator emulator = start(settings());
    private IvsClient ivs = client(IvsClient.builder());
    private IvsRealTimeClient realTime = client(IvsRealTimeClient.builder());

    private static AccountSettings settings() {
        return AccountSettings.of("123456789012", REGION);
    }

    private IvsEmulator start(AccountSettings settings) {
        buckets.create(BUCKET, REGION);
        return IvsEmulator.start(0, settings, time::get, new Ids(new SplittableRandom(42)), buckets, _ -> {});
    }

    private void restart(AccountSettings settings) {
        stop();
        emulator = start(settings);
        ivs = client(IvsClient.builder());
        realTime = client(IvsRealTimeClient.builder());
    }

    @AfterEach
    void stop() {
        ivs.close();
        realTime.close();
        emulator.close();
    }

    @Test
    void tooManyCalls_areThrottledByWhateverOperation() {
        restart(settings().withCallRatesLimited(true));
        for (int i = 0; i < 5; i++) {
            realTime().listStages(Optional.empty());
        }

        assertThatThrownBy(() -> realTime().listStages(Optional.empty()))
                .isInstanceOf(IvsRefusedException.Throttled.class).hasMessageContaining("Rate exceeded");
        pass(Duration.ofSeconds(1));
        assertThat(realTime().listStages(Optional.empty()).items()).isEmpty();
    }

    @Test
    void accountNotVerified_isToldFromMissingRights() {
        restart(settings().withVerified(false));

        assertThatThrownBy(() -> lowLatency().createChannel("main", Optional.empty(), Map.of()))
                .isInstanceOf(IvsRefusedException.PendingVerification.class);
        assertThatThrownBy(() -> realTime().createStage("room", StageRecording.OFF, Map.of()))
                .isInstanceOf(IvsRefusedException.PendingVerification.class);
    }

    @Test
    void bucketElsewhere_isInvalid() {
        buckets.create("acme-elsewhere", "ap-south-1");

        assertThatThrownBy(() -> lowLatency().createRecordingConfiguration("one", "acme-elsewhere",
                RecordingConfiguration.Settings.DEFAULT, Map.of()))
                .isInstanceOf(IvsRefusedException.Invalid.class).hasMessageContaining("acme-elsewhere");
    }

    @Test
    void nobodyThere_isUnavailable() {
        emulator.close();

        assertThatThrownBy(() -> lowLatency().listChannels(Optional.empty()))
                .isInstanceOf(IvsRefusedException.Unavailable.class);
    }

    @Override
    protected LowLatencyApi lowLatency() {
        return new AwsLowLatencyApi(ivs, IvsCalls.unlimited());
    }

    @Override
    protected RealTimeApi realTime() {
        return new AwsRealTimeApi(realTime, IvsCalls.unlimited());
    }

    @Override
    protected Instant now() {
        return time.get();
    }

    @Override
    protected void pass(Duration passed) {
        time.updateAndGet(now -> now.plus(passed));
    }

    @Override
    protected void startStream(Arn channel) {
        emulator.mediaPlane().startStream(channel.value());
    }

    @Override
    protected void endStream(Arn channel) {
        emulator.mediaPlane().endStream(channel.value());
    }

    @Override
    protected Published publish(Arn stage, String userId) {
        Participant joined = emulator.mediaPlane().joinStage(stage.value(), userId, Map.of());
        emulator.mediaPlane().publish(stage.value(), joined.participantId());
        return new Published(joined.sessionId(), joined.participantId());
    }

    @Override
    protected void failRecording(Arn stage, Published who) {
        emulator.mediaPlane().recording(who.sessionId(), who.participantId(), Participant.RecordingState.FAILED,
                stage.resourceId() + "/" + who.sessionId() + "/" + who.participantId());
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(emulator.endpoint()).region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(options -> options.retryStrategy(AwsRetryStrategy.doNotRetry())).build();
    }
}
