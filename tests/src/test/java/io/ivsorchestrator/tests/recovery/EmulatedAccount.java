package io.ivsorchestrator.tests.recovery;

import io.ivsorchestrator.backfill.Backfill;
import io.ivsorchestrator.backfill.BackfillHandler;
import io.ivsorchestrator.backfill.Checkpoints;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.RememberedNotifications;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.InMemoryQuarantine;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CompositionOrder;
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
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.publishing.PublishingHandler;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.reconciling.ReconcilingHandler;
import io.ivsorchestrator.reconciling.Settings;
import io.ivsorchestrator.reconciling.Sweep;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.Recover;
import io.ivsorchestrator.recovery.RecoveryHandler;
import io.ivsorchestrator.recovery.RecoveryMode;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.salvaging.InspectRecording;
import io.ivsorchestrator.salvaging.SalvageHandler;
import io.ivsorchestrator.salvaging.SalvageRecording;
import io.ivsorchestrator.salvaging.SalvageStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.TreeMap;
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
 * The emulator with everything behind it: its events and those of S3 go to the handlers as deployed, which call the emulator's
 * API through the SDK. Time stands still unless moved.
 */
final class EmulatedAccount implements AutoCloseable, Buckets {
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
    final RecordingIndex index;
    final RememberedNotifications people = new RememberedNotifications();
    final RememberedBus bus = new RememberedBus();
    final Map<String, Long> counts = new TreeMap<>();
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
    private final InMemoryMediaObjects media = new InMemoryMediaObjects();
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing();
    private final StreamedTable table = new StreamedTable(new InMemoryIndexTable());
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final DeployedFunctions functions;

    EmulatedAccount(String mode) {
        this(mode, "eu-west-1");
    }

    EmulatedAccount(String mode, String region) {
        this.region = region;
        store.create(BUCKET, region);
        store.putPolicy(BUCKET, POLICY);
        emulator = IvsEmulator.start(0, AccountSettings.of(ACCOUNT, region), time::get,
                new Ids(new SplittableRandom(42)), store, call -> calls.add(call.operation().name()));
        studio = emulator.studio(this::keep, MediaLibrary.load(), events::add, _ -> fault);
        ivs = client(IvsClient.builder());
        ivsRealTime = client(IvsRealTimeClient.builder());
        lowLatency = new AwsLowLatencyApi(ivs, IvsCalls.unlimited());
        realTime = new AwsRealTimeApi(ivsRealTime, IvsCalls.unlimited());
        incidents = new IncidentStore(table);
        index = new RecordingIndex(table, CursorSeal.sharedThrough(table));
        functions = functions(mode);
    }

    private DeployedFunctions functions(String mode) {
        Metrics metrics = more -> more.forEach((name, count) -> counts.merge(name, count, Long::sum));
        DelayedMessages again = (body, _) -> later.add(body);
        Recover recover = new Recover(incidents, index, lowLatency, realTime, this, people, again,
                new Recover.Settings(RecoveryMode.parse(mode), ACCOUNT, "https://example.com/runbook/"), time::get);
        Sweep sweep = new Sweep(lowLatency, realTime, listing, files, index, table, this::toSalvage,
                new Settings(List.of(BUCKET), Duration.ofDays(2), 5000), time::get);
        SalvageStore salvaged = (place, path, text, _) -> media.put(place.bucket(),
                place.key(SalvageStore.FOLDER + path), text.getBytes(StandardCharsets.UTF_8), time.get());
        return new DeployedFunctions(ACCOUNT, BUCKET, Map.of(
                "indexing", new IndexingHandler(new IndexEvents(index, files, quarantine,
                        new TrustedAccounts.Only(ACCOUNT)), metrics),
                "publishing", new PublishingHandler(new Outboxes(table), bus, metrics),
                "reconciling", new ReconcilingHandler(sweep, again, metrics, time::get),
                "recovery", new RecoveryHandler(recover, metrics),
                "backfill", new BackfillHandler(new Backfill(listing, files, index, new Checkpoints(table),
                        (body, _) -> functions.send("backfill", body)), metrics),
                "salvage", new SalvageHandler(new SalvageRecording(index, media, salvaged, _ -> true,
                        // The queue's delay is not modelled, so nothing has to lie for as long.
                        Duration.ZERO, time::get), new InspectRecording(index, media, time::get), metrics)),
                table, bus);
    }

    private void toSalvage(String body, Duration delay) {
        functions.send("salvage", body);
    }

    private void keep(String bucket, String key, byte[] body, String contentType) {
        files.put(bucket, key, body, time.get());
        media.put(bucket, key, body, time.get());
        listing.put(key, time.get());
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
        return stage(storage());
    }

    Arn storage() {
        return realTime.createStorageConfiguration("main", BUCKET, Map.of()).arn();
    }

    Arn stage(Arn storage) {
        return realTime.createStage("room", StageRecording.to(storage), Map.of()).arn();
    }

    /** A stage where somebody publishes and nobody is recorded but by compositions. */
    Arn stageToCompose() {
        Arn stage = realTime.createStage("room", StageRecording.OFF, Map.of()).arn();
        studio.publish(stage.value(), studio.join(stage.value(), "ada", Map.of()).participantId());
        return stage;
    }

    /** A composition to the bucket, which has begun. */
    Arn compose(Arn stage, Arn storage) {
        Arn encoder = realTime.createEncoderConfiguration("encoder", Map.of()).arn();
        Arn composition = realTime.startComposition(new CompositionOrder(stage, "token-" + time.get().toEpochMilli(),
                storage, encoder, OptionalInt.empty(), Optional.empty(), Map.of())).arn();
        pass(Duration.ofSeconds(10));
        return composition;
    }

    /** Somebody comes and publishes for long enough to be recorded. */
    String publish(Arn stage) {
        String participant = arrive(stage);
        pass(Duration.ofSeconds(10));
        return participant;
    }

    /** Somebody comes and publishes. */
    String arrive(Arn stage) {
        String participant = studio.join(stage.value(), "ada", Map.of()).participantId();
        studio.publish(stage.value(), participant);
        return participant;
    }

    void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    Instant now() {
        return time.get();
    }

    /** Everything that has happened is indexed, published and handled. */
    void settle() {
        studio.catchUp();
        List<String> happened = List.copyOf(events);
        events.clear();
        happened.forEach(functions::deliver);
        functions.settle();
        if (!quarantine.reasons().isEmpty()) {
            throw new IllegalStateException("not indexed: " + quarantine.reasons());
        }
    }

    /** Every event of IVS since the last settling gets lost. */
    void loseEvents() {
        studio.catchUp();
        events.clear();
    }

    /** What recovery sent itself comes back. */
    void comeBack() {
        List<String> due = List.copyOf(later);
        later.clear();
        due.forEach(body -> functions.send("recovery", body));
        functions.settle();
    }

    /** The scheduled sweep, to its end. */
    void sweep() {
        functions.send("reconciling", "sweep");
        functions.settle();
    }

    /** A backfill of the bucket, to its end. */
    void backfill() {
        functions.send("backfill", Errand.all("first", BUCKET, Mode.INDEX).text());
        functions.settle();
    }

    List<Incident> open() {
        return incidents.open(Optional.empty(), 100);
    }

    /** A composition is stopped by whoever started it. */
    void stop(Arn composition) {
        ivsRealTime.stopComposition(request -> request.arn(composition.value()));
    }

    /** Of every object below a recording's prefix, by its path. */
    Map<String, String> digests(String prefix) {
        Map<String, String> digests = new TreeMap<>();
        if (media.list(BUCKET, prefix + "/", Optional.empty()) instanceof MediaObjects.Listed.Page page) {
            page.objects().forEach(
                    object -> digests.put(object.key().substring(prefix.length() + 1), object.etag()));
        }
        return digests;
    }

    /** What the index knows of the recording at a prefix. */
    RecordingSummary recorded(String prefix) {
        return index.find(RecordingPrefix.parse(prefix).orElseThrow().id()).orElseThrow();
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
