package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an account holds in one region. Everything is read and changed under one lock, inside {@link #exclusively}; what
 * happens by the passing of time alone is made up for there, before anything is read.
 */
public final class IvsAccount {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile AccountSettings settings;
    private final InstantSource clock;
    private final Ids ids;
    private final BucketStore buckets;

    private final Register<RecordingConfiguration> recordingConfigurations = new Register<>(lock);
    private final Register<Channel> channels = new Register<>(lock);
    private final Register<StreamKey> streamKeys = new Register<>(lock);
    private final Register<StreamSession> streamSessions = new Register<>(lock);
    private final Register<StorageConfiguration> storageConfigurations = new Register<>(lock);
    private final Register<EncoderConfiguration> encoderConfigurations = new Register<>(lock);
    private final Register<Stage> stages = new Register<>(lock);
    private final Register<StageSession> stageSessions = new Register<>(lock);
    private final Register<ParticipantToken> participantTokens = new Register<>(lock);
    private final Register<Participant> participants = new Register<>(lock);
    private final Register<Composition> compositions = new Register<>(lock);
    private final Map<String, Map<String, String>> tags = new HashMap<>();

    private final Streams streams = new Streams(this);
    private final StageSessions sessions = new StageSessions(this);
    private final CompositionLife compositionLife = new CompositionLife(this);

    public IvsAccount(AccountSettings settings, InstantSource clock, Ids ids, BucketStore buckets) {
        this.settings = settings;
        this.clock = clock;
        this.ids = ids;
        this.buckets = buckets;
    }

    /**
     * Does something while nobody else does.
     *
     * @param action given the time, which does not pass meanwhile
     */
    public <T> T exclusively(Function<Instant, T> action) {
        lock.lock();
        try {
            Instant now = clock.instant();
            sessions.settle(now);
            compositionLife.settle(now);
            streams.settle(now);
            return action.apply(now);
        } finally {
            lock.unlock();
        }
    }

    public AccountSettings settings() {
        return settings;
    }

    /** Changes how the account behaves from now on. */
    public void reconfigure(UnaryOperator<AccountSettings> change) {
        exclusively(_ -> settings = change.apply(settings));
    }

    public InstantSource clock() {
        return clock;
    }

    public Ids ids() {
        return ids;
    }

    public BucketStore buckets() {
        return buckets;
    }

    /** A new ARN such as {@code arn:aws:ivs:eu-west-1:123456789012:channel/Kp3dQ9xTzL7m}. */
    public String newArn(String type) {
        return "arn:aws:ivs:" + settings.region() + ":" + settings.accountId() + ":" + type + "/" + ids.resource();
    }

    public Register<RecordingConfiguration> recordingConfigurations() {
        return recordingConfigurations;
    }

    public Register<Channel> channels() {
        return channels;
    }

    public Register<StreamKey> streamKeys() {
        return streamKeys;
    }

    public Register<StreamSession> streamSessions() {
        return streamSessions;
    }

    public Register<StorageConfiguration> storageConfigurations() {
        return storageConfigurations;
    }

    public Register<EncoderConfiguration> encoderConfigurations() {
        return encoderConfigurations;
    }

    public Register<Stage> stages() {
        return stages;
    }

    public Register<StageSession> stageSessions() {
        return stageSessions;
    }

    public Register<ParticipantToken> participantTokens() {
        return participantTokens;
    }

    public Register<Participant> participants() {
        return participants;
    }

    public Register<Composition> compositions() {
        return compositions;
    }

    public Streams streams() {
        return streams;
    }

    public StageSessions sessions() {
        return sessions;
    }

    public CompositionLife compositionLife() {
        return compositionLife;
    }

    /** Whether a resource that can hold tags has this ARN. */
    public boolean taggable(String arn) {
        return List.of(recordingConfigurations, channels, streamKeys, storageConfigurations, encoderConfigurations,
                stages, compositions)
                .stream()
                .anyMatch(register -> register.find(arn).isPresent());
    }

    /** The tags of a resource. */
    public Map<String, String> tags(String arn) {
        return Optional.ofNullable(tags.get(arn)).orElse(Map.of());
    }

    /** Replaces all tags of a resource. */
    public void tag(String arn, Map<String, String> all) {
        tags.put(arn, Collections.unmodifiableMap(new LinkedHashMap<>(all)));
    }

    /** Removes a resource and its tags. */
    public <T extends Keyed> void forget(Register<T> register, T resource) {
        register.remove(resource.key());
        tags.remove(resource.key());
    }
}
