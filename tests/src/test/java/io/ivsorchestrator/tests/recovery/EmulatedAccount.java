package io.ivsorchestrator.tests.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.RememberedNotifications;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.InMemoryQuarantine;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.ObjectSink;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.publishing.PublishChanges;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.Recover;
import io.ivsorchestrator.recovery.RecoveryMode;
import io.ivsorchestrator.recovery.RecoveryReport;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/**
 * The emulator with everything behind it: its events are indexed, what the index learns is published, what is published is handled
 * by recovery, which calls the emulator's API through the SDK. Time stands still unless moved.
 */
final class EmulatedAccount implements AutoCloseable, Buckets, DelayedMessages {
    static final String ACCOUNT = "123456789012";
    static final String BUCKET = "acme-live-recordings";
    private static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Sid":"TeamReads","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},\
            "Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-live-recordings/*"}]}""";

    final String region;
    final InMemoryBucketStore store = new InMemoryBucketStore();
    final IvsEmulator emulator;
    final Studio studio;
    final LowLatencyApi lowLatency;
    final RealTimeApi realTime;
    final IncidentStore incidents;
    final RememberedNotifications people = new RememberedNotifications();
    final List<String> policiesPut = new ArrayList<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    /** What goes wrong with recordings that are about to start. */
    volatile RecordingFault fault = RecordingFault.NONE;
    private final AtomicReference<Instant> time = new AtomicReference<>(Instant.parse("2026-03-07T09:00:00Z"));
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<String> later = new ArrayList<>();
    private final IvsClient ivs;
    private final IvsRealTimeClient ivsRealTime;
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final StreamedTable table = new StreamedTable(new InMemoryIndexTable());
    private final RememberedBus bus = new RememberedBus();
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final IndexEvents indexing;
    private final PublishChanges publishing;
    private final Recover recover;
    private int numbered;
    private int streamed;
    private int delivered;

    EmulatedAccount(String mode) {
        this(mode, "eu-west-1");
    }

    EmulatedAccount(String mode, String region) {
        this.region = region;
        store.create(BUCKET, region);
        store.putPolicy(BUCKET, POLICY);
        emulator = IvsEmulator.start(0, AccountSettings.of(ACCOUNT, region), time::get,
                new Ids(new SplittableRandom(42)), store, call -> calls.add(call.operation().name()));
        studio = emulator.studio(new ObjectSink() {
            @Override
            public void put(String bucket, String key, byte[] body, String contentType) {
                files.put(bucket, key, body, time.get());
            }

            @Override
            public void put(String bucket, String key, Content media, String contentType) {
                // Nobody here plays it.
            }
        }, MediaLibrary.load(), events::add, _ -> fault);
        ivs = client(IvsClient.builder());
        ivsRealTime = client(IvsRealTimeClient.builder());
        lowLatency = new AwsLowLatencyApi(ivs, IvsCalls.unlimited());
        realTime = new AwsRealTimeApi(ivsRealTime, IvsCalls.unlimited());
        incidents = new IncidentStore(table);
        indexing = new IndexEvents(new RecordingIndex(table, CursorSeal.ofThisProcess()), files, quarantine,
                new TrustedAccounts.Only(ACCOUNT));
        publishing = new PublishChanges(new Outboxes(table), bus);
        recover = new Recover(incidents, lowLatency, realTime, this, people, this,
                new Recover.Settings(RecoveryMode.parse(mode), ACCOUNT, "https://example.com/runbook/"), time::get);
    }

    private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(Region.of(region)).endpointOverride(emulator.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder()).build();
    }

    /** A channel that is recorded to the bucket. */
    Arn channel() {
        RecordingConfiguration configuration = lowLatency.createRecordingConfiguration("main", BUCKET,
                RecordingConfiguration.Settings.DEFAULT, Map.of());
        pass(Duration.ofMinutes(1));
        return lowLatency.createChannel("main", Optional.of(configuration.arn()), Map.of()).arn();
    }

    /** A stage whose participants are recorded to the bucket. */
    Arn stage() {
        Arn storage = realTime.createStorageConfiguration("main", BUCKET, Map.of()).arn();
        return realTime.createStage("room", StageRecording.to(storage), Map.of()).arn();
    }

    /** Somebody comes and publishes for long enough to be recorded. */
    String publish(Arn stage) {
        String participant = studio.join(stage.value(), "ada", Map.of()).participantId();
        studio.publish(stage.value(), participant);
        pass(Duration.ofSeconds(10));
        return participant;
    }

    void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    Instant now() {
        return time.get();
    }

    /** Everything that has happened is indexed, published and handled. */
    RecoveryReport settle() {
        studio.catchUp();
        List<QueueMessage> batch = events.stream().map(event -> new QueueMessage("event-" + numbered++, event))
                .toList();
        events.clear();
        if (!indexing.index(batch, () -> true).returned().isEmpty() || !quarantine.reasons().isEmpty()) {
            throw new IllegalStateException("not indexed: " + quarantine.reasons());
        }
        List<JsonObject> records = table.records(streamed);
        streamed += records.size();
        publishing.publish(records, () -> true);
        List<OutboundEvent> published = bus.taken().subList(delivered, bus.taken().size());
        delivered += published.size();
        return handle(published.stream().map(event -> new QueueMessage(event.id(), "{\"version\":\"0\",\"source\":\""
                + OutboundNames.SOURCE + "\",\"account\":\"" + ACCOUNT + "\",\"detail-type\":\""
                + event.change().detailType() + "\",\"detail\":" + event.detail() + "}")).toList());
    }

    /** What recovery sent itself comes back. */
    void comeBack() {
        List<String> due = List.copyOf(later);
        later.clear();
        due.forEach(body -> handle(List.of(new QueueMessage("later", body))));
    }

    private RecoveryReport handle(List<QueueMessage> messages) {
        RecoveryReport report = recover.handle(messages, () -> true);
        if (!report.returned().isEmpty()) {
            throw new IllegalStateException("given back: " + report.outcomes());
        }
        return report;
    }

    List<Incident> open() {
        return incidents.open(Optional.empty(), 100);
    }

    @Override
    public void send(String body, Duration delay) {
        later.add(body);
    }

    @Override
    public Bucket look(String bucket) {
        return store.exists(bucket)
                ? new Bucket.Found(store.region(bucket), store.policy(bucket),
                        Optional.of(Encryption.valueOf(store.encryption(bucket).name())),
                        Optional.of(Ownership.valueOf(store.ownership(bucket).name())), List.of())
                : new Bucket.Missing();
    }

    @Override
    public Optional<String> policy(String bucket) {
        return store.policy(bucket);
    }

    @Override
    public void putPolicy(String bucket, String policy) {
        policiesPut.add(policy);
        store.putPolicy(bucket, policy);
    }

    /** The policy without what IVS was granted. */
    void loseGrant() {
        store.putPolicy(BUCKET, POLICY);
    }

    /** What was there when the bucket was made, and IVS's grant. */
    void mend() {
        String policy = store.policy(BUCKET).orElse(POLICY);
        store.delete(BUCKET);
        store.create(BUCKET, region);
        store.putPolicy(BUCKET, policy);
    }

    static BucketStore.Encryption kms() {
        return BucketStore.Encryption.SSE_KMS;
    }

    @Override
    public void close() {
        ivs.close();
        ivsRealTime.close();
        emulator.close();
    }
}
