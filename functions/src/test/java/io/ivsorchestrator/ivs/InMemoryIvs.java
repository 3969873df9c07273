package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An IVS account in memory, for tests of those that call IVS: both APIs by their documented rules, and what happens to the
 * account otherwise. Quotas of 20 recording and 5 storage configurations; every call passes the given {@link IvsCalls} and is
 * remembered.
 */
public final class InMemoryIvs {
    public static final String ACCOUNT = "123456789012";
    public static final String REGION = "eu-west-1";
    static final Duration CREATION = Duration.ofSeconds(5);
    static final Duration COMPOSITION_KEPT = Duration.ofMinutes(5);

    final InstantSource clock;
    final Map<Arn, RecordingConfiguration> recordingConfigurations = new LinkedHashMap<>();
    final Map<Arn, Instant> created = new TreeMap<>(Comparator.comparing(Arn::value));
    final Map<Arn, Channel> channels = new LinkedHashMap<>();
    final Map<Arn, List<StreamSession>> streams = new LinkedHashMap<>();
    final Map<Arn, StorageConfiguration> storageConfigurations = new LinkedHashMap<>();
    final Map<Arn, EncoderConfiguration> encoderConfigurations = new LinkedHashMap<>();
    final Map<Arn, Stage> stages = new LinkedHashMap<>();
    final Map<Arn, List<StageSession>> stageSessions = new LinkedHashMap<>();
    final Map<String, Map<String, Participant>> participants = new LinkedHashMap<>();
    final Map<Arn, Composition> compositions = new LinkedHashMap<>();
    private final List<IvsOperation> calls = new ArrayList<>();
    private InMemoryLowLatencyApi lowLatency;
    private InMemoryRealTimeApi realTime;
    private int pageSize = 100;
    private int ids;

    public InMemoryIvs(InstantSource clock, IvsCalls through) {
        this.clock = clock;
        IvsCalls remembered = new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                return through.call(operation, () -> {
                    calls.add(operation);
                    return call.get();
                });
            }
        };
        this.lowLatency = new InMemoryLowLatencyApi(this, remembered);
        this.realTime = new InMemoryRealTimeApi(this, remembered);
    }

    public InMemoryIvs(InstantSource clock) {
        this(clock, IvsCalls.unlimited());
    }

    /**
     * The same account, from now on asked through others.
     *
     * @param arriving told each call that reaches IVS; may refuse it
     */
    public InMemoryIvs through(IvsCalls others, Consumer<IvsOperation> arriving) {
        IvsCalls all = new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                return others.call(operation, () -> {
                    arriving.accept(operation);
                    calls.add(operation);
                    return call.get();
                });
            }
        };
        lowLatency = new InMemoryLowLatencyApi(this, all);
        realTime = new InMemoryRealTimeApi(this, all);
        return this;
    }

    public LowLatencyApi lowLatency() {
        return lowLatency;
    }

    public RealTimeApi realTime() {
        return realTime;
    }

    /** All calls that reached IVS, in order. */
    public List<IvsOperation> calls() {
        return calls;
    }

    /** The creation of a configuration turns out to have failed. */
    public void failRecordingConfiguration(Arn arn) {
        recordingConfigurations.computeIfPresent(arn, (_, it) -> new RecordingConfiguration(arn, it.name(), it.bucket(),
                RecordingConfiguration.CREATE_FAILED, it.settings(), it.tags()));
    }

    /** A configuration is gone though it is attached, which IVS does not let happen by a call. */
    public void loseConfiguration(Arn arn) {
        recordingConfigurations.remove(arn);
        storageConfigurations.remove(arn);
    }

    /** How many items a page has; 100 unless told. */
    public void pagesOf(int items) {
        pageSize = items;
    }

    /** An encoder begins to stream. */
    public StreamSession startStream(Arn channel) {
        Channel it = known(channels, channel, IvsOperation.GET_CHANNEL);
        var session = new StreamSession("st-" + id() + "0123456789A", Optional.of(now()), Optional.empty(),
                Optional.of(it), it.recordingConfiguration().map(recordingConfigurations::get), List.of());
        put(channel, session);
        return session;
    }

    /** Adds a session, or replaces the one with its id. */
    public void put(Arn channel, StreamSession session) {
        List<StreamSession> all = streams.computeIfAbsent(channel, _ -> new ArrayList<>());
        all.removeIf(known -> known.streamId().equals(session.streamId()));
        all.add(session);
    }

    /** The encoder is gone. */
    public void endStream(Arn channel) {
        StreamSession live = live(channel).orElseThrow();
        put(channel, new StreamSession(live.streamId(), live.startTime(), Optional.of(now()), live.channel(),
                live.recordingConfiguration(), live.events()));
    }

    Optional<StreamSession> live(Arn channel) {
        return streams.getOrDefault(channel, List.of()).stream().filter(session -> session.endTime().isEmpty())
                .findFirst();
    }

    /** Adds a session, or replaces the one with its id; the stage knows which one is active. */
    public void put(Arn stage, StageSession session) {
        List<StageSession> all = stageSessions.computeIfAbsent(stage, _ -> new ArrayList<>());
        all.removeIf(known -> known.sessionId().equals(session.sessionId()));
        all.add(session);
        Stage it = known(stages, stage, IvsOperation.GET_STAGE);
        stages.put(stage, new Stage(stage, it.name(),
                session.endTime().isEmpty() ? Optional.of(session.sessionId()) : Optional.empty(), it.recording(),
                it.tags()));
    }

    /** Adds a participant, or replaces the one with its id. */
    public void put(Arn stage, String sessionId, Participant participant) {
        participants.computeIfAbsent(stage.value() + sessionId, _ -> new LinkedHashMap<>())
                .put(participant.summary().participantId(), participant);
    }

    /** Adds a composition, or replaces the one with its ARN. */
    public void put(Composition composition) {
        compositions.put(composition.arn(), composition);
    }

    /** An id of twelve characters that nothing else has. */
    public String id() {
        return "Id%010d".formatted(++ids);
    }

    /** A new ARN of the account. */
    public Arn arn(String type) {
        return new Arn("arn:aws:ivs:" + REGION + ":" + ACCOUNT + ":" + type + "/" + id());
    }

    Instant now() {
        return clock.instant();
    }

    <T> Page<T> page(List<T> all, Optional<String> token) {
        int from = token.map(Integer::parseInt).orElse(0);
        int to = Math.min(all.size(), from + pageSize);
        return new Page<>(all.subList(from, to),
                to < all.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    /** @throws IvsRefusedException.NotFound if there is none */
    static <K, T> T known(Map<K, T> all, K key, IvsOperation operation) {
        T known = all.get(key);
        if (known == null) {
            throw new IvsRefusedException.NotFound(operation, "ResourceNotFoundException", key + " not found");
        }
        return known;
    }

    /** Gives the resource other tags, whatever it is. */
    void retag(Arn resource, IvsOperation operation, Function<Map<String, String>, Map<String, String>> change) {
        Map<String, String> tags = change.apply(tags(resource, operation));
        switch (resource.resourceType()) {
            case "channel" -> channels.computeIfPresent(resource,
                    (_, it) -> new Channel(it.arn(), it.name(), it.recordingConfiguration(), it.type(), tags));
            case "recording-configuration" -> recordingConfigurations.computeIfPresent(resource,
                    (_, it) -> new RecordingConfiguration(it.arn(), it.name(), it.bucket(), it.state(), it.settings(),
                            tags));
            case "storage-configuration" -> storageConfigurations.computeIfPresent(resource,
                    (_, it) -> new StorageConfiguration(it.arn(), it.name(), it.bucket(), tags));
            case "stage" -> stages.computeIfPresent(resource,
                    (_, it) -> new Stage(it.arn(), it.name(), it.activeSessionId(), it.recording(), tags));
            default -> throw new IllegalArgumentException("not taggable here: " + resource.value());
        }
    }

    Map<String, String> tags(Arn resource, IvsOperation operation) {
        return switch (resource.resourceType()) {
            case "channel" -> known(channels, resource, operation).tags();
            case "recording-configuration" -> known(recordingConfigurations, resource, operation).tags();
            case "storage-configuration" -> known(storageConfigurations, resource, operation).tags();
            case "stage" -> known(stages, resource, operation).tags();
            case "composition" -> known(compositions, resource, operation).tags();
            case "encoder-configuration" -> known(encoderConfigurations, resource, operation).tags();
            default -> throw new IllegalArgumentException("not taggable here: " + resource.value());
        };
    }
}
