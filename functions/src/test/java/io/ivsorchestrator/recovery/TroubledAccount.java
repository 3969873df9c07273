package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.RememberedNotifications;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.ivs.StorageConfiguration;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.publishing.PublishChanges;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * An account from IVS to incident: recordings succeed or fail by what the facts about IVS say of its buckets and configurations,
 * the index learns of it, the publisher publishes, recovery handles what is published. Time stands still unless moved.
 */
final class TroubledAccount implements DelayedMessages {
    static final String BUCKET = "acme-recordings";
    static final String REGION = InMemoryIvs.REGION;
    static final String GRANT = """
            {"Sid":"CompositeWrite-a1b2c3d","Effect":"Allow","Principal":{"Service":"ivs-composite.%s.amazonaws.com"},\
            "Action":["s3:PutObject","s3:PutObjectAcl"],"Resource":"arn:aws:s3:::%s/*"}""".formatted(REGION, BUCKET);
    static final String OTHERS = """
            {"Sid":"TeamReads",  "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:root"},\
            "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}""".formatted(BUCKET);
    private static final String DOCUMENT = "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}";

    Instant now = Instant.parse("2026-03-07T09:00:00Z");
    final InMemoryIvs ivs = new InMemoryIvs(() -> now, oneAtATime());
    final InMemoryBuckets buckets = new InMemoryBuckets();
    final RememberedBus bus = new RememberedBus();
    final RememberedNotifications people = new RememberedNotifications();
    final List<String> later = new ArrayList<>();
    final IncidentStore incidents;
    final Arn channel;
    /** Where somebody publishes next. */
    Arn stage;
    private final List<String> partitionsRead = new ArrayList<>();
    private final StreamedTable table = new StreamedTable(observed(new InMemoryIndexTable()));
    final RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
    private final PublishChanges publisher = new PublishChanges(new Outboxes(table), bus);
    private final Recover recover;
    /** Of what was sent last. */
    Duration lastDelay = Duration.ZERO;
    private int deferred;
    private final Map<IvsOperation, Runnable> before = new EnumMap<>(IvsOperation.class);
    private boolean failNote;
    private int streamed;
    private int delivered;
    private int number;

    TroubledAccount(String mode) {
        buckets.create(BUCKET, REGION);
        buckets.policy(BUCKET, Optional.of(DOCUMENT.formatted(OTHERS + "," + GRANT)));
        RecordingConfiguration configuration = ivs.lowLatency().createRecordingConfiguration("main", BUCKET,
                RecordingConfiguration.Settings.DEFAULT, Map.of("team", "video"));
        channel = ivs.lowLatency().createChannel("acme-main", Optional.of(configuration.arn()), Map.of()).arn();
        StorageConfiguration storage = ivs.realTime().createStorageConfiguration("main", BUCKET, Map.of());
        stage = ivs.realTime().createStage("acme-stage", StageRecording.to(storage.arn()), Map.of()).arn();
        now = now.plusSeconds(60);
        incidents = new IncidentStore(table);
        recover = recover(mode);
        ivs.calls().clear();
    }

    private IndexTable observed(IndexTable in) {
        return new ForwardingIndexTable(in) {
            @Override
            public List<Item> partition(String partition) {
                partitionsRead.add(partition);
                return super.partition(partition);
            }

            @Override
            public Written put(Item item, List<Item> pointers) {
                if (failNote && item.key().partition().startsWith("incident.")
                        && !buckets.policiesPut().isEmpty()) {
                    failNote = false;
                    throw new IndexUnavailableException("the table does not answer");
                }
                return super.put(item, pointers);
            }
        };
    }

    /** The next repair is made and cannot be written down. */
    void failNoteOfRepair() {
        failNote = true;
    }

    /** Read whole, in the order of the requests. */
    List<String> partitionsRead() {
        return partitionsRead;
    }

    /** So many calls to IVS are deferred from now on. */
    void defer(int calls) {
        deferred = calls;
    }

    /** Right before the next call of that, whoever makes it: somebody else is quicker, or IVS refuses. */
    void beforeNext(IvsOperation operation, Runnable action) {
        before.put(operation, action);
    }

    /** The account in memory is not made for several callers at once. */
    private IvsCalls oneAtATime() {
        Object lock = new Object();
        return new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                synchronized (lock) {
                    if (deferred > 0) {
                        deferred--;
                        throw new IvsRefusedException.Deferred(operation, now.plus(Duration.ofDays(200)));
                    }
                    Optional.ofNullable(before.remove(operation)).ifPresent(Runnable::run);
                    return call.get();
                }
            }
        };
    }

    Recover recover(String mode) {
        return new Recover(incidents, index, ivs.lowLatency(), ivs.realTime(), buckets, people, this,
                new Recover.Settings(RecoveryMode.parse(mode), InMemoryIvs.ACCOUNT, "https://example.com/runbook/"),
                () -> now);
    }

    @Override
    public void send(String body, Duration delay) {
        later.add(body);
        lastDelay = delay;
    }

    void loseGrant() {
        buckets.policy(BUCKET, Optional.of(DOCUMENT.formatted(OTHERS)));
    }

    /** A stream of the channel; recorded, if IVS can. */
    StreamSession stream() {
        StreamSession session = ivs.startStream(channel);
        Optional<RecordingConfiguration> configuration = ivs.lowLatency().getChannel(channel).recordingConfiguration()
                .flatMap(this::configuration);
        boolean recorded = configuration.filter(RecordingConfiguration::isActive)
                .flatMap(RecordingConfiguration::bucket)
                .flatMap(buckets::find).filter(it -> it.region().equals(REGION))
                .filter(it -> it.encryption().equals(Optional.of(Buckets.Encryption.SSE_S3))).isPresent();
        tellChannel(session.streamId(), recorded ? RecordingChange.START : RecordingChange.START_FAILURE,
                recorded ? Optional.empty() : Optional.of("ValidationException"));
        return session;
    }

    private Optional<RecordingConfiguration> configuration(Arn arn) {
        try {
            return Optional.of(ivs.lowLatency().getRecordingConfiguration(arn));
        } catch (IvsRefusedException.NotFound gone) {
            return Optional.empty();
        }
    }

    void tellChannel(String streamId, RecordingChange change, Optional<String> reason) {
        boolean nowhere = change == RecordingChange.START_FAILURE;
        S3Location place = new S3Location(BUCKET, "ivs/v1/" + InMemoryIvs.ACCOUNT + "/" + channel.resourceId()
                + "/2026/3/7/9/1/" + streamId.replace("st-", "r").replace("-", ""));
        RecordingId subject = nowhere
                ? new RecordingId.UnrecordedStream(channel.resourceId(), streamId)
                : RecordingPrefix.parse(place.prefix()).orElseThrow().id();
        tell(new Evidence.ChannelRecordingReported(subject, now, change, channel,
                nowhere ? Optional.empty() : Optional.of(place), streamId, new TreeSet<>(), Optional.empty(),
                Optional.empty(), Optional.empty(), reason));
    }

    /** A participant publishes; recorded, if IVS can. */
    RecordingId publish(String session) {
        ivs.put(stage, new StageSession(session, Optional.of(now), Optional.empty()));
        Optional<Buckets.Bucket.Found> bucket = buckets.find(BUCKET).filter(it -> it.region().equals(REGION));
        if (bucket.isEmpty()) {
            return tellParticipant(session, RecordingChange.START_FAILURE, "ResourceNotFoundException",
                    "S3 bucket not found. Please verify your bucket exists.");
        }
        boolean writable = bucket.get().encryption().equals(Optional.of(Buckets.Encryption.SSE_S3))
                && !bucket.get().ownership().equals(Optional.of(Buckets.Ownership.OBJECT_WRITER))
                && bucket.get().policy().filter(it -> it.contains("ivs-composite")).isPresent();
        return writable
                ? tellParticipant(session, RecordingChange.START, "", "")
                : tellParticipant(session, RecordingChange.START_FAILURE, "AccessDeniedException",
                        "Access denied to S3 bucket. Please verify your bucket policy.");
    }

    RecordingId tellParticipant(String session, RecordingChange change, String code, String reason) {
        String participant = "p" + number++;
        S3Location place = new S3Location(BUCKET,
                stage.resourceId() + "/" + session + "/" + participant + "/2026-03-07T09-01-00Z");
        RecordingId.Participant id = (RecordingId.Participant) RecordingPrefix
                .parse(place.prefix()).orElseThrow().id();
        tell(new Evidence.ParticipantRecordingReported(id, now, change, stage, place, session, participant,
                Optional.empty(), Optional.of(code).filter(it -> !it.isEmpty()),
                Optional.of(reason).filter(it -> !it.isEmpty())));
        return id;
    }

    /** A failed recording of a participant of the session that backfill or a sweep finds in S3: no event told of it. */
    void tellFoundLater(Instant at, String session) {
        tellFoundLater(at, session, "InternalServerException");
    }

    /** See {@link #tellFoundLater(Instant, String)}. */
    void tellFoundLater(Instant at, String session, String code) {
        S3Location place = new S3Location(BUCKET,
                stage.resourceId() + "/" + session + "/found" + number++ + "/2026-03-07T09-01-00Z");
        RecordingId id = RecordingPrefix.parse(place.prefix()).orElseThrow().id();
        Metadata metadata = new Metadata(Optional.of(stage), Optional.empty(), Optional.empty(),
                Optional.of(RecordingState.FAILED), Optional.empty(), Optional.of(at),
                Optional.of(code),
                new Media(Optional.empty(), Optional.empty(), Optional.empty()));
        tell(new Evidence.MetadataFound(id, at, MetadataFile.FAILED, place, metadata));
    }

    /** A participant's recording broke off, as S3 tells it just now: without a code. */
    void tellFailedMetadata(String session, String participant) {
        S3Location place = new S3Location(BUCKET,
                stage.resourceId() + "/" + session + "/" + participant + "/2026-03-07T09-01-00Z");
        Metadata metadata = new Metadata(Optional.of(stage), Optional.empty(), Optional.empty(),
                Optional.of(RecordingState.FAILED), Optional.of(now), Optional.of(now), Optional.empty(),
                new Media(Optional.empty(), Optional.empty(), Optional.empty()));
        tell(new Evidence.MetadataFound(RecordingPrefix.parse(place.prefix()).orElseThrow().id(), now,
                MetadataFile.FAILED, place, metadata));
    }

    /** Somebody publishes in the session. */
    void publishing(String session) {
        ivs.put(stage, new StageSession(session, Optional.of(now), Optional.empty()));
        ivs.put(stage, session, new Participant(new ParticipantSummary("Nb7vC6xZ5lKj", Optional.empty(), "CONNECTED",
                true, Optional.of(now), Optional.of("FAILED"), Optional.empty(), Optional.empty()), Optional.empty(),
                Optional.empty()));
    }

    void tell(Evidence evidence) {
        index.record(evidence.subject(), List.of(evidence));
    }

    /** What is published since, as the queue delivers it. */
    List<QueueMessage> messages() {
        List<JsonObject> records = table.records(streamed);
        streamed += records.size();
        publisher.publish(records, () -> true);
        List<OutboundEvent> events = bus.taken().subList(delivered, bus.taken().size());
        delivered += events.size();
        return events.stream().map(event -> new QueueMessage(event.id(), "{\"version\":\"0\",\"source\":\""
                + OutboundNames.SOURCE + "\",\"account\":\"" + InMemoryIvs.ACCOUNT + "\",\"detail-type\":\""
                + event.change().detailType() + "\",\"detail\":" + event.detail() + "}")).toList();
    }

    /** Recovery handles what there is to handle, in batches of ten; nothing may be given back. */
    List<RecoveryReport> settle() {
        List<RecoveryReport> reports = new ArrayList<>();
        List<QueueMessage> messages = messages();
        for (int from = 0; from < messages.size(); from += 10) {
            RecoveryReport report = handle(messages.subList(from, Math.min(from + 10, messages.size())));
            if (!report.returned().isEmpty()) {
                throw new IllegalStateException("given back: " + report.outcomes());
            }
            reports.add(report);
        }
        return reports;
    }

    RecoveryReport handle(List<QueueMessage> messages) {
        return recover.handle(messages, () -> true);
    }

    /** What recovery sent itself comes back. */
    List<RecoveryReport> comeBack() {
        List<String> due = List.copyOf(later);
        later.clear();
        return due.stream().map(body -> handle(List.of(new QueueMessage("later", body)))).toList();
    }

    Incident theIncident() {
        List<Incident> all = incidents.open(Optional.empty(), 10);
        if (all.size() != 1) {
            throw new IllegalStateException("open incidents: " + all);
        }
        return all.getFirst();
    }

    List<Incident> open() {
        return incidents.open(Optional.empty(), 100);
    }
}
