package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsRefusedException.Conflict;
import io.ivsorchestrator.ivs.IvsRefusedException.NotBroadcasting;
import io.ivsorchestrator.ivs.IvsRefusedException.NotFound;
import io.ivsorchestrator.ivs.IvsRefusedException.QuotaExceeded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The low-latency API of an {@link InMemoryIvs}. */
final class InMemoryLowLatencyApi extends InMemoryTagging implements LowLatencyApi {
    private static final int QUOTA = 20;

    InMemoryLowLatencyApi(InMemoryIvs account, IvsCalls calls) {
        super(account, calls);
    }

    @Override
    public RecordingConfiguration createRecordingConfiguration(String name, String bucket,
            RecordingConfiguration.Settings settings, Map<String, String> tags) {
        IvsOperation operation = IvsOperation.CREATE_RECORDING_CONFIGURATION;
        return calls.call(operation, () -> {
            if (account.recordingConfigurations.size() >= QUOTA) {
                throw new QuotaExceeded(operation, "ServiceQuotaExceededException", "at most " + QUOTA);
            }
            Arn arn = account.arn("recording-configuration");
            account.created.put(arn, account.now());
            account.recordingConfigurations.put(arn, new RecordingConfiguration(arn, name, Optional.of(bucket),
                    RecordingConfiguration.CREATING, Optional.of(settings), tags));
            return shown(arn, operation);
        });
    }

    private RecordingConfiguration shown(Arn arn, IvsOperation operation) {
        RecordingConfiguration it = InMemoryIvs.known(account.recordingConfigurations, arn, operation);
        boolean ready = !account.created.getOrDefault(arn, java.time.Instant.EPOCH).plus(InMemoryIvs.CREATION)
                .isAfter(account.now());
        return ready && it.state().equals(RecordingConfiguration.CREATING)
                ? new RecordingConfiguration(arn, it.name(), it.bucket(), RecordingConfiguration.ACTIVE, it.settings(),
                        it.tags())
                : it;
    }

    @Override
    public RecordingConfiguration getRecordingConfiguration(Arn arn) {
        IvsOperation operation = IvsOperation.GET_RECORDING_CONFIGURATION;
        return calls.call(operation, () -> shown(arn, operation));
    }

    @Override
    public Page<RecordingConfiguration> listRecordingConfigurations(Optional<String> token) {
        IvsOperation operation = IvsOperation.LIST_RECORDING_CONFIGURATIONS;
        return calls.call(operation, () -> account.page(account.recordingConfigurations.keySet().stream()
                .map(arn -> shown(arn, operation))
                .map(it -> new RecordingConfiguration(it.arn(), it.name(), it.bucket(), it.state(), Optional.empty(),
                        it.tags()))
                .toList(), token));
    }

    @Override
    public void deleteRecordingConfiguration(Arn arn) {
        IvsOperation operation = IvsOperation.DELETE_RECORDING_CONFIGURATION;
        calls.call(operation, () -> {
            InMemoryIvs.known(account.recordingConfigurations, arn, operation);
            if (account.channels.values().stream().anyMatch(it -> it.recordingConfiguration().equals(
                    Optional.of(arn)))) {
                throw new Conflict(operation, "ConflictException", "Resource is in use by a channel");
            }
            return account.recordingConfigurations.remove(arn);
        });
    }

    @Override
    public Channel createChannel(String name, Optional<Arn> recordingConfiguration, Map<String, String> tags) {
        return calls.call(IvsOperation.CREATE_CHANNEL, () -> {
            recordingConfiguration.ifPresent(arn -> InMemoryIvs.known(account.recordingConfigurations, arn,
                    IvsOperation.CREATE_CHANNEL));
            var channel = new Channel(account.arn("channel"), name, recordingConfiguration, "STANDARD", tags);
            account.channels.put(channel.arn(), channel);
            return channel;
        });
    }

    @Override
    public Channel getChannel(Arn arn) {
        return calls.call(IvsOperation.GET_CHANNEL,
                () -> InMemoryIvs.known(account.channels, arn, IvsOperation.GET_CHANNEL));
    }

    @Override
    public ChannelBatch batchGetChannels(List<Arn> arns) {
        return calls.call(IvsOperation.BATCH_GET_CHANNEL, () -> {
            List<Channel> found = new ArrayList<>();
            Map<Arn, String> missing = new HashMap<>();
            for (Arn arn : arns) {
                Optional.ofNullable(account.channels.get(arn)).ifPresentOrElse(found::add,
                        () -> missing.put(arn, "RESOURCE_NOT_FOUND"));
            }
            return new ChannelBatch(found, missing);
        });
    }

    @Override
    public Page<Channel> listChannels(Optional<String> token) {
        return calls.call(IvsOperation.LIST_CHANNELS,
                () -> account.page(List.copyOf(account.channels.values()), token));
    }

    @Override
    public Page<Channel> listChannelsRecordedBy(Arn recordingConfiguration, Optional<String> token) {
        return calls.call(IvsOperation.LIST_CHANNELS, () -> account.page(account.channels.values().stream()
                .filter(it -> it.recordingConfiguration().equals(Optional.of(recordingConfiguration))).toList(),
                token));
    }

    @Override
    public Channel updateChannel(Arn arn, Optional<Arn> recordingConfiguration) {
        IvsOperation operation = IvsOperation.UPDATE_CHANNEL;
        return calls.call(operation, () -> {
            Channel it = InMemoryIvs.known(account.channels, arn, operation);
            if (account.live(arn).isPresent()) {
                throw new Conflict(operation, "ConflictException", "The channel is live");
            }
            recordingConfiguration.ifPresent(
                    wanted -> InMemoryIvs.known(account.recordingConfigurations, wanted, operation));
            var updated = new Channel(arn, it.name(), recordingConfiguration, it.type(), it.tags());
            account.channels.put(arn, updated);
            return updated;
        });
    }

    @Override
    public LiveStream getStream(Arn channel) {
        return calls.call(IvsOperation.GET_STREAM, () -> live(channel, IvsOperation.GET_STREAM));
    }

    private LiveStream live(Arn channel, IvsOperation operation) {
        InMemoryIvs.known(account.channels, channel, operation);
        return account.live(channel).map(session -> live(channel, session)).orElseThrow(
                () -> new NotBroadcasting(operation, "ChannelNotBroadcasting", "Channel is not broadcasting"));
    }

    private static LiveStream live(Arn channel, StreamSession session) {
        return new LiveStream(channel, session.streamId(), "LIVE", "HEALTHY", session.startTime());
    }

    @Override
    public Page<LiveStream> listStreams(Optional<String> token) {
        return calls.call(IvsOperation.LIST_STREAMS, () -> account.page(account.streams.keySet().stream()
                .flatMap(channel -> account.live(channel).stream().map(session -> live(channel, session))).toList(),
                token));
    }

    @Override
    public StreamSession getStreamSession(Arn channel, Optional<String> streamId) {
        IvsOperation operation = IvsOperation.GET_STREAM_SESSION;
        return calls.call(operation, () -> account.streams.getOrDefault(channel, List.of()).reversed().stream()
                .filter(session -> streamId.isEmpty() || session.streamId().equals(streamId.get())).findFirst()
                .orElseThrow(() -> new NotFound(operation, "ResourceNotFoundException", "no such stream session")));
    }

    @Override
    public Page<StreamSessionSummary> listStreamSessions(Arn channel, Optional<String> token) {
        IvsOperation operation = IvsOperation.LIST_STREAM_SESSIONS;
        return calls.call(operation, () -> {
            List<StreamSession> sessions = account.streams.getOrDefault(channel, List.of());
            if (sessions.isEmpty()) {
                InMemoryIvs.known(account.channels, channel, operation);
            }
            return account.page(sessions.reversed().stream()
                    .map(it -> new StreamSessionSummary(it.streamId(), it.startTime(), it.endTime(),
                            it.events().stream().anyMatch(event -> event.name().contains("Failure"))))
                    .toList(), token);
        });
    }

    @Override
    public void stopStream(Arn channel) {
        calls.call(IvsOperation.STOP_STREAM, () -> {
            LiveStream stopped = live(channel, IvsOperation.STOP_STREAM);
            account.endStream(channel);
            return stopped;
        });
    }
}
