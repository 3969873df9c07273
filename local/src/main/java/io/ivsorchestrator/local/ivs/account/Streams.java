package io.ivsorchestrator.local.ivs.account;

import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The live sessions of channels. */
public final class Streams {
    private static final String STREAM = "IVS Stream State Change";

    private final IvsAccount account;

    Streams(IvsAccount account) {
        this.account = account;
    }

    /** The session that is live on a channel. */
    public Optional<StreamSession> live(String channelArn) {
        return account.streamSessions()
                .all()
                .filter(session -> session.channelArn().equals(channelArn) && session.live())
                .findFirst();
    }

    /** Ends the live session. */
    public StreamSession end(StreamSession live, Instant now) {
        StreamSession ended = live.ended(now)
                .with(new StreamSession.Event("Session Ended", STREAM, now, null), false)
                .with(new StreamSession.Event("Stream End", STREAM, now, null), false);
        account.streamSessions().put(ended);
        return ended;
    }

    StreamSession start(String channelArn, StreamSession.Ingest ingest, Instant now) {
        Channel channel = account.channels().get(channelArn);
        if (live(channelArn).isPresent()) {
            throw new ApiException(ErrorType.CONFLICT, "The channel is live already");
        }
        long streams = account.streamSessions().all().filter(StreamSession::live).count();
        if (streams >= account.settings().quotas().concurrentStreams()) {
            throw new ApiException(ErrorType.SERVICE_QUOTA_EXCEEDED, "Concurrent streams");
        }
        var session = new StreamSession(account.ids().stream(), channelArn, now, null, "HEALTHY", 0, channel,
                account.recordingConfigurations().find(channel.recordingConfigurationArn()).orElse(null), ingest,
                List.of(), false)
                .with(new StreamSession.Event("Session Created", STREAM, now, null), false)
                .with(new StreamSession.Event("Stream Start", STREAM, now, null), false);
        account.streamSessions().put(session);
        return session;
    }

    /** Forgets what is no longer listed. */
    void settle(Instant now) {
        Instant oldest = now.minus(account.settings().timings().streamSessionRetention());
        account.streamSessions()
                .all()
                .filter(session -> !session.live() && session.startTime().isBefore(oldest))
                .forEach(session -> account.streamSessions().remove(session.streamId()));
    }
}
