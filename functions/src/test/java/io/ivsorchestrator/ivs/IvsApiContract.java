package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.RecordingConfiguration.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What both ports do, whatever answers: IVS's documented rules as far as we build on them. */
public abstract class IvsApiContract {
    protected static final String BUCKET = "acme-live-recordings";
    private static final Map<String, String> TAGS = Map.of("team", "live");
    private static final Arn NOWHERE = new Arn("arn:aws:ivs:eu-west-1:123456789012:channel/Nowhere00000");

    protected abstract LowLatencyApi lowLatency();

    protected abstract RealTimeApi realTime();

    protected abstract Instant now();

    protected abstract void pass(Duration time);

    /** An encoder begins to stream to a channel. */
    protected abstract void startStream(Arn channel);

    /** The encoder is gone. */
    protected abstract void endStream(Arn channel);

    /** Somebody joins a stage and publishes; answers who it is, with the session. */
    protected abstract Published publish(Arn stage, String userId);

    /** Their recording has failed. */
    protected abstract void failRecording(Arn stage, Published who);

    /** See {@link #publish}. */
    public record Published(String sessionId, String participantId) {}

    @Test
    void recordingConfiguration_isCreatingAndThenActive() {
        var settings = new Settings(OptionalInt.of(60),
                Optional.of(new Thumbnails(Optional.of("INTERVAL"), OptionalInt.of(30), Optional.of("HD"), List.of(
                        "LATEST"))),
                Optional.of(new Renditions("CUSTOM", List.of("HD", "SD"))));

        RecordingConfiguration created = lowLatency().createRecordingConfiguration("one", BUCKET, settings, TAGS);

        assertThat(created.state()).isEqualTo(RecordingConfiguration.CREATING);
        pass(Duration.ofSeconds(20));
        RecordingConfiguration got = lowLatency().getRecordingConfiguration(created.arn());
        assertThat(got.isActive()).isTrue();
        assertThat(got.name()).isEqualTo("one");
        assertThat(got.bucket()).contains(BUCKET);
        assertThat(got.settings()).contains(settings);
        assertThat(got.tags()).isEqualTo(TAGS);
    }

    @Test
    void recordingConfigurations_areListedWithoutSettings() {
        Arn arn = recordingConfiguration();

        assertThat(lowLatency().listRecordingConfigurations(Optional.empty()).items())
                .singleElement().satisfies(it -> {
                    assertThat(it.arn()).isEqualTo(arn);
                    assertThat(it.bucket()).contains(BUCKET);
                    assertThat(it.settings()).isEmpty();
                });
    }

    @Test
    void deleteRecordingConfiguration_inUse_isAConflict() {
        Arn configuration = recordingConfiguration();
        Channel channel = lowLatency().createChannel("main", Optional.of(configuration), Map.of());

        assertThatThrownBy(() -> lowLatency().deleteRecordingConfiguration(configuration))
                .isInstanceOf(IvsRefusedException.Conflict.class).hasMessageContaining("in use");

        lowLatency().updateChannel(channel.arn(), Optional.empty());
        lowLatency().deleteRecordingConfiguration(configuration);
        assertThatThrownBy(() -> lowLatency().getRecordingConfiguration(configuration))
                .isInstanceOf(IvsRefusedException.NotFound.class);
    }

    @Test
    void recordingConfigurations_beyondTheQuota_areRefusedForGood() {
        for (int i = 0; i < 20; i++) {
            recordingConfiguration();
        }

        assertThatThrownBy(this::recordingConfiguration).isInstanceOf(IvsRefusedException.QuotaExceeded.class);
    }

    @Test
    void channel_notRecorded_hasNoConfiguration() {
        Channel channel = lowLatency().createChannel("main", Optional.empty(), TAGS);

        assertThat(channel.recordingConfiguration()).isEmpty();
        assertThat(lowLatency().getChannel(channel.arn())).isEqualTo(channel);
        assertThat(lowLatency().listChannels(Optional.empty()).items()).containsExactly(channel);
    }

    @Test
    void updateChannel_attachesAndDetaches() {
        Arn configuration = recordingConfiguration();
        Channel channel = lowLatency().createChannel("main", Optional.empty(), TAGS);

        Channel attached = lowLatency().updateChannel(channel.arn(), Optional.of(configuration));

        assertThat(attached.recordingConfiguration()).contains(configuration);
        assertThat(attached.tags()).isEqualTo(TAGS);
        assertThat(lowLatency().listChannelsRecordedBy(configuration, Optional.empty()).items()).containsExactly(
                attached);
        assertThat(lowLatency().updateChannel(channel.arn(), Optional.empty()).recordingConfiguration()).isEmpty();
        assertThat(lowLatency().listChannelsRecordedBy(configuration, Optional.empty()).items()).isEmpty();
    }

    @Test
    void updateChannel_live_isAConflict() {
        Arn configuration = recordingConfiguration();
        Arn channel = channel();
        startStream(channel);

        assertThatThrownBy(() -> lowLatency().updateChannel(channel, Optional.of(configuration)))
                .isInstanceOf(IvsRefusedException.Conflict.class);

        endStream(channel);
        assertThat(lowLatency().updateChannel(channel, Optional.of(configuration)).recordingConfiguration())
                .contains(configuration);
    }

    @Test
    void listChannels_manyPages_hasAllOnce() {
        List<Arn> created = new ArrayList<>();
        for (int i = 0; i < 205; i++) {
            created.add(channel());
        }

        List<List<Channel>> pages = pages(lowLatency()::listChannels);

        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(List::stream).map(Channel::arn)).containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void batchGetChannels_tellsWhatIsMissing() {
        Channel channel = lowLatency().createChannel("main", Optional.empty(), TAGS);

        ChannelBatch batch = lowLatency().batchGetChannels(List.of(channel.arn(), NOWHERE));

        assertThat(batch.channels()).containsExactly(channel);
        assertThat(batch.missing()).containsOnlyKeys(NOWHERE);
    }

    @Test
    void getChannel_unknown_isNotFound() {
        assertThatThrownBy(() -> lowLatency().getChannel(NOWHERE))
                .isInstanceOfSatisfying(IvsRefusedException.NotFound.class, refusal -> {
                    assertThat(refusal.operation()).isEqualTo(IvsOperation.GET_CHANNEL);
                    assertThat(refusal.error()).isEqualTo("ResourceNotFoundException");
                    assertThat(refusal.notBefore()).isEmpty();
                });
    }

    @Test
    void getStream_offline_isNotBroadcasting() {
        Arn channel = channel();

        assertThatThrownBy(() -> lowLatency().getStream(channel))
                .isInstanceOf(IvsRefusedException.NotBroadcasting.class);
        assertThatThrownBy(() -> lowLatency().stopStream(channel))
                .isInstanceOf(IvsRefusedException.NotBroadcasting.class);
    }

    @Test
    void stream_live_isToldAndStopped() {
        Arn channel = channel();
        startStream(channel);

        LiveStream live = lowLatency().getStream(channel);

        assertThat(live.channel()).isEqualTo(channel);
        assertThat(live.state()).isEqualTo("LIVE");
        assertThat(live.startTime()).contains(now());
        assertThat(lowLatency().listStreams(Optional.empty()).items()).extracting(LiveStream::streamId)
                .containsExactly(live.streamId());
        lowLatency().stopStream(channel);
        assertThat(lowLatency().listStreams(Optional.empty()).items()).isEmpty();
    }

    @Test
    void streamSessions_newestFirst() {
        Arn channel = channel();
        startStream(channel);
        String first = lowLatency().getStream(channel).streamId();
        pass(Duration.ofMinutes(5));
        endStream(channel);
        startStream(channel);
        String second = lowLatency().getStream(channel).streamId();

        Page<StreamSessionSummary> sessions = lowLatency().listStreamSessions(channel, Optional.empty());

        assertThat(sessions.items()).extracting(StreamSessionSummary::streamId).containsExactly(second, first);
        assertThat(sessions.items().getFirst().endTime()).isEmpty();
        assertThat(sessions.items().getLast().endTime()).contains(now());
        assertThat(lowLatency().getStreamSession(channel, Optional.of(first)).endTime()).contains(now());
        assertThat(lowLatency().getStreamSession(channel, Optional.empty()).streamId()).isEqualTo(second);
    }

    @Test
    void storageConfiguration_isThereAtOnce() {
        StorageConfiguration created = realTime().createStorageConfiguration("store", BUCKET, TAGS);

        assertThat(created.bucket()).contains(BUCKET);
        assertThat(realTime().getStorageConfiguration(created.arn())).isEqualTo(created);
        assertThat(realTime().listStorageConfigurations(Optional.empty()).items()).containsExactly(created);
        realTime().deleteStorageConfiguration(created.arn());
        assertThat(realTime().listStorageConfigurations(Optional.empty()).items()).isEmpty();
    }

    @Test
    void storageConfigurations_beyondTheQuota_areRefusedForGood() {
        for (int i = 0; i < 5; i++) {
            storageConfiguration();
        }

        assertThatThrownBy(this::storageConfiguration).isInstanceOf(IvsRefusedException.QuotaExceeded.class);
    }

    @Test
    void deleteStorageConfiguration_ofAStage_isAConflict() {
        Arn storage = storageConfiguration();
        realTime().createStage("room", StageRecording.to(storage), Map.of());

        assertThatThrownBy(() -> realTime().deleteStorageConfiguration(storage))
                .isInstanceOf(IvsRefusedException.Conflict.class);
    }

    @Test
    void stage_notRecorded_isOff() {
        Stage stage = realTime().createStage("room", StageRecording.OFF, TAGS);

        assertThat(stage.recording().isOn()).isFalse();
        assertThat(realTime().getStage(stage.arn())).isEqualTo(stage);
        assertThat(realTime().listStages(Optional.empty()).items())
                .containsExactly(new StageSummary(stage.arn(), "room", Optional.empty(), TAGS));
    }

    @Test
    void updateStage_setsAllSettingsAndSwitchesOff() {
        Arn storage = storageConfiguration();
        Stage stage = realTime().createStage("room", StageRecording.OFF, TAGS);
        var recording = new StageRecording(Optional.of(storage), List.of("AUDIO_ONLY"), OptionalInt.of(20),
                OptionalInt.of(4), Optional.of(false), Optional.of(new Thumbnails(Optional.of("INTERVAL"), OptionalInt
                        .of(60), Optional.empty(), List.of("LATEST"))));

        assertThat(realTime().updateStage(stage.arn(), recording).recording()).isEqualTo(recording);
        assertThat(realTime().getStage(stage.arn()).recording()).isEqualTo(recording);
        assertThat(realTime().updateStage(stage.arn(), StageRecording.OFF).recording()).isEqualTo(StageRecording.OFF);
        assertThat(realTime().getStage(stage.arn()).tags()).isEqualTo(TAGS);
    }

    @Test
    void updateStage_whileRecorded_isAConflict() {
        Arn stage = recordedStage();
        publish(stage, "ann");

        assertThatThrownBy(() -> realTime().updateStage(stage, StageRecording.OFF))
                .isInstanceOf(IvsRefusedException.Conflict.class);
    }

    @Test
    void participants_areListedByTheirRecording() {
        Arn stage = recordedStage();
        Published ann = publish(stage, "ann");
        Published bob = publish(stage, "bob");
        failRecording(stage, bob);

        Page<StageSession> sessions = realTime().listStageSessions(stage, Optional.empty());
        assertThat(sessions.items()).extracting(StageSession::sessionId).containsExactly(ann.sessionId());
        assertThat(realTime().getStage(stage).activeSessionId()).contains(ann.sessionId());
        assertThat(participants(stage, ann, new ParticipantFilter.None())).containsExactlyInAnyOrder(
                ann.participantId(), bob.participantId());
        assertThat(participants(stage, ann, failed())).containsExactly(bob.participantId());
        assertThat(participants(stage, ann, new ParticipantFilter.ByUser("ann"))).containsExactly(
                ann.participantId());
        assertThat(participants(stage, ann, new ParticipantFilter.ByPublished(false))).isEmpty();
    }

    @Test
    void participant_saysWhereItIsRecorded() {
        Arn stage = recordedStage();
        Published ann = publish(stage, "ann");

        Participant participant = realTime().getParticipant(stage, ann.sessionId(), ann.participantId());

        assertThat(participant.summary().userId()).contains("ann");
        assertThat(participant.summary().published()).isTrue();
        assertThat(participant.summary().recordingState()).isPresent();
        assertThat(participant.recordingBucket()).contains(BUCKET);
        assertThat(participant.recordingPrefix()).hasValueSatisfying(
                prefix -> assertThat(prefix).contains(ann.participantId()));
    }

    @Test
    void composition_isStartedOncePerTokenAndStopped() {
        Arn stage = recordedStage();
        publish(stage, "ann");
        Arn storage = storageConfiguration();
        Arn encoder = realTime().createEncoderConfiguration("plain", Map.of()).arn();
        var order = new CompositionOrder(stage, "token-1", storage, encoder, OptionalInt.of(4), Optional.empty(), TAGS);

        Composition started = realTime().startComposition(order);

        assertThat(started.stage()).isEqualTo(stage);
        assertThat(started.destinations()).singleElement().satisfies(destination -> assertThat(destination.target())
                .isInstanceOfSatisfying(Composition.ToS3.class, s3 -> {
                    assertThat(s3.storageConfiguration()).isEqualTo(storage);
                    assertThat(s3.recordingPrefix()).hasValueSatisfying(
                            prefix -> assertThat(prefix).contains(started.arn().resourceId()).contains(
                                    destination.id()));
                }));
        assertThat(realTime().startComposition(order).arn()).isEqualTo(started.arn());
        assertThat(realTime().listCompositions(Optional.of(stage), Optional.empty()).items())
                .extracting(CompositionSummary::arn).containsExactly(started.arn());
        realTime().stopComposition(started.arn());
        assertThat(realTime().getComposition(started.arn()).state()).isIn("STOPPING", "STOPPED");
        pass(Duration.ofHours(1));
        assertThatThrownBy(() -> realTime().getComposition(started.arn()))
                .isInstanceOf(IvsRefusedException.NotFound.class);
        realTime().deleteEncoderConfiguration(encoder);
        assertThat(realTime().listEncoderConfigurations(Optional.empty()).items()).isEmpty();
    }

    @Test
    void tags_areAddedAndTaken() {
        Arn channel = channel();
        Arn stage = realTime().createStage("room", StageRecording.OFF, TAGS).arn();

        lowLatency().tag(channel, Map.of("a", "1", "b", "2"));
        lowLatency().untag(channel, Set.of("a"));
        realTime().tag(stage, Map.of("b", "2"));
        realTime().untag(stage, Set.of("team"));

        assertThat(lowLatency().listTags(channel)).isEqualTo(Map.of("b", "2"));
        assertThat(lowLatency().getChannel(channel).tags()).isEqualTo(Map.of("b", "2"));
        assertThat(realTime().listTags(stage)).isEqualTo(Map.of("b", "2"));
        assertThatThrownBy(() -> lowLatency().listTags(NOWHERE)).isInstanceOf(IvsRefusedException.NotFound.class);
    }

    private List<String> participants(Arn stage, Published anybody, ParticipantFilter filter) {
        return realTime().listParticipants(stage, anybody.sessionId(), filter, Optional.empty()).items().stream()
                .map(ParticipantSummary::participantId).toList();
    }

    private static ParticipantFilter failed() {
        return new ParticipantFilter.ByRecordingState(ParticipantFilter.RecordingState.FAILED);
    }

    private static <T> List<List<T>> pages(Function<Optional<String>, Page<T>> list) {
        List<List<T>> pages = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = list.apply(token);
            pages.add(page.items());
            token = page.next();
        } while (token.isPresent());
        return pages;
    }

    private Arn channel() {
        return lowLatency().createChannel("main", Optional.empty(), Map.of()).arn();
    }

    private Arn recordingConfiguration() {
        return lowLatency().createRecordingConfiguration("one", BUCKET, Settings.DEFAULT, TAGS).arn();
    }

    private Arn storageConfiguration() {
        return realTime().createStorageConfiguration("store", BUCKET, TAGS).arn();
    }

    private Arn recordedStage() {
        return realTime().createStage("room", StageRecording.to(storageConfiguration()), TAGS).arn();
    }
}
