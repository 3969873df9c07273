package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * IVS Low-Latency Streaming, as far as recording needs it. Every method is one request and one permission of the caller's
 * {@link IvsCalls}, and throws {@link IvsRefusedException}. An {@code Unavailable} write may have been done nevertheless.
 */
public interface LowLatencyApi extends Tagging {
    /** What {@link #batchGetChannels} takes. */
    int MAX_BATCH = 50;

    /**
     * Starts creating: the answer is {@code CREATING}. In us-east-1 a bucket of another region leads to
     * {@code CREATE_FAILED}, elsewhere to {@link IvsRefusedException.Invalid}.
     *
     * @throws IvsRefusedException.QuotaExceeded beyond 20 by default
     */
    RecordingConfiguration createRecordingConfiguration(String name, String bucket,
            RecordingConfiguration.Settings settings, Map<String, String> tags);

    RecordingConfiguration getRecordingConfiguration(Arn arn);

    /** Without settings. */
    Page<RecordingConfiguration> listRecordingConfigurations(Optional<String> token);

    /** @throws IvsRefusedException.Conflict while a channel has it */
    void deleteRecordingConfiguration(Arn arn);

    /** The stream key that comes with it is a secret that we have no use for: it is not told. */
    Channel createChannel(String name, Optional<Arn> recordingConfiguration, Map<String, String> tags);

    Channel getChannel(Arn arn);

    /** @param arns 1 to {@value #MAX_BATCH} */
    ChannelBatch batchGetChannels(List<Arn> arns);

    Page<Channel> listChannels(Optional<String> token);

    Page<Channel> listChannelsRecordedBy(Arn recordingConfiguration, Optional<String> token);

    /**
     * Changes how the channel is recorded and nothing else.
     *
     * @param recordingConfiguration empty = no longer recorded
     * @throws IvsRefusedException.Conflict while it is live (documented as not possible; that it is this error is not)
     */
    Channel updateChannel(Arn arn, Optional<Arn> recordingConfiguration);

    /** @throws IvsRefusedException.NotBroadcasting if there is none */
    LiveStream getStream(Arn channel);

    Page<LiveStream> listStreams(Optional<String> token);

    /** @param streamId empty = the latest */
    StreamSession getStreamSession(Arn channel, Optional<String> streamId);

    /** Newest first. */
    Page<StreamSessionSummary> listStreamSessions(Arn channel, Optional<String> token);

    /**
     * Cuts the stream off; most encoders connect again.
     *
     * @throws IvsRefusedException.NotBroadcasting if there is none
     */
    void stopStream(Arn channel);
}
