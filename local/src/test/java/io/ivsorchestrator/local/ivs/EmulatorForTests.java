package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.ivs.model.Conformance;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivs.model.CreateRecordingConfigurationRequest;
import software.amazon.awssdk.services.ivs.model.IvsException;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.ivsrealtime.model.IvsRealTimeException;

/**
 * An emulator with a clock that stands still until it is moved, one bucket in its region, one elsewhere, and an AWS client of
 * each API. Each call it sees is kept; every answer must conform to the published output shape.
 */
final class EmulatorForTests implements AutoCloseable {
    static final String ACCOUNT = "123456789012";
    static final String REGION = "eu-west-1";
    static final String BUCKET = "acme-live-recordings";
    static final String BUCKET_ELSEWHERE = "acme-elsewhere";
    static final Instant START = Instant.parse("2026-03-07T09:00:00Z");

    final InMemoryBucketStore buckets = new InMemoryBucketStore();
    final List<ApiCall> calls = new CopyOnWriteArrayList<>();
    final IvsClient ivs;
    final IvsRealTimeClient realTime;
    private final AtomicReference<Instant> time = new AtomicReference<>(START);
    private final IvsEmulator emulator;

    private EmulatorForTests(AccountSettings settings) {
        buckets.create(BUCKET, settings.region());
        buckets.create(BUCKET_ELSEWHERE, "ap-south-1");
        InstantSource clock = time::get;
        emulator = IvsEmulator.start(0, settings, clock, new Ids(new SplittableRandom(42)), buckets, calls::add);
        ivs = client(IvsClient.builder());
        realTime = client(IvsRealTimeClient.builder());
    }

    static EmulatorForTests start() {
        return with(settings());
    }

    static EmulatorForTests with(AccountSettings settings) {
        return new EmulatorForTests(settings);
    }

    static AccountSettings settings() {
        return AccountSettings.of(ACCOUNT, REGION);
    }

    IvsEmulator emulator() {
        return emulator;
    }

    MediaPlane media() {
        return emulator.mediaPlane();
    }

    void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    /** Of a channel with this name that is not recorded. */
    String channel(String name) {
        return ivs.createChannel(request -> request.name(name)).channel().arn();
    }

    String recordingConfiguration() {
        return ivs.createRecordingConfiguration(EmulatorForTests::recordingTo).recordingConfiguration().arn();
    }

    static void recordingTo(CreateRecordingConfigurationRequest.Builder request) {
        recordingTo(BUCKET, request);
    }

    static void recordingTo(String bucket, CreateRecordingConfigurationRequest.Builder request) {
        request.destinationConfiguration(destination -> destination.s3(s3 -> s3.bucketName(bucket)));
    }

    String storageConfiguration() {
        return realTime.createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName(BUCKET)))
                .storageConfiguration()
                .arn();
    }

    String encoderConfiguration() {
        return realTime.createEncoderConfiguration(request -> request.name("plain")).encoderConfiguration().arn();
    }

    String stage() {
        return realTime.createStage(request -> request.name("room")).stage().arn();
    }

    String recordedStage(String storageConfigurationArn) {
        return realTime
                .createStage(request -> request.autoParticipantRecordingConfiguration(
                        recording -> recording.storageConfigurationArn(storageConfigurationArn)))
                .stage()
                .arn();
    }

    /** Expects an error of that class, which decides HTTP status and name, with an explanation. */
    static <E extends AwsServiceException> void assertRefused(
            Class<E> error, String explanation, ThrowingCallable call) {
        E refusal = org.assertj.core.api.Assertions.catchThrowableOfType(error, call);
        assertThat(refusal).as("an error of %s", error.getSimpleName()).isNotNull();
        assertThat(explanation(refusal)).contains(explanation);
    }

    private static String explanation(AwsServiceException refusal) {
        return switch (refusal) {
            case IvsException ivs -> explanationOf(ivs);
            case IvsRealTimeException realTime -> explanationOf(realTime);
            default -> String.valueOf(refusal.getMessage());
        };
    }

    private static String explanationOf(AwsServiceException refusal) {
        return new String(refusal.awsErrorDetails().rawResponse().asByteArray(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ivs.close();
        realTime.close();
        emulator.close();
        assertAnswersConform();
    }

    private void assertAnswersConform() {
        for (ApiCall call : calls) {
            switch (call.outcome()) {
                case ApiCall.Success(var response) ->
                        assertThat(Conformance.violations(call.operation().output(), response))
                                .as("answer of %s", call.operation().name())
                                // The documented value for channels without a preset is no value of the published enumeration.
                                .filteredOn(violation -> !violation.contains("preset'"))
                                .isEmpty();
                case ApiCall.Failure(var type, var _) -> assertThat(type).isNotNull();
            }
        }
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(emulator.endpoint())
                .region(Region.of(REGION))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("access", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
