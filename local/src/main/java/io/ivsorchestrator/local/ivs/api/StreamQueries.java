package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.Channel;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.account.Register.Numbered;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is live on channels, and was. */
final class StreamQueries {
    private final IvsAccount account;

    StreamQueries(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "GetStream", this::get,
                "ListStreams", this::list,
                "StopStream", this::stop,
                "GetStreamSession", this::getSession,
                "ListStreamSessions", this::listSessions);
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("stream", stream(live(in)));
    }

    private ObjectNode list(Input in, Instant now) {
        String health = in.body().path("filterBy").path("health").asText("");
        List<Numbered<StreamSession>> live = account.streamSessions()
                .numbered()
                .stream()
                .filter(session -> session.item().live())
                .filter(session -> health.isEmpty() || session.item().health().equals(health))
                .toList();
        return Page.of("streams", live, in, StreamQueries::stream);
    }

    private ObjectNode stop(Input in, Instant now) {
        account.streams().end(live(in), now);
        return Json.object();
    }

    private ObjectNode getSession(Input in, Instant now) {
        List<Numbered<StreamSession>> sessions = sessions(in);
        StreamSession session = in.optional("streamId")
                .map(id -> sessions.stream().map(Numbered::item).filter(any -> any.streamId().equals(id)).findFirst())
                .orElseGet(() -> sessions.reversed().stream().map(Numbered::item).findFirst())
                .orElseThrow(() -> Refusal.missing(in.optional("streamId").orElse("a stream session of the channel")));
        return Json.object("streamSession", whole(session, now));
    }

    private ObjectNode listSessions(Input in, Instant now) {
        return Page.newestFirst("streamSessions", sessions(in), in, Json::tree);
    }

    /** Those of the channel, which may be deleted meanwhile. */
    private List<Numbered<StreamSession>> sessions(Input in) {
        String channelArn = in.text("channelArn");
        List<Numbered<StreamSession>> sessions = account.streamSessions()
                .numbered()
                .stream()
                .filter(session -> session.item().channelArn().equals(channelArn))
                .toList();
        if (sessions.isEmpty() && account.channels().find(channelArn).isEmpty()) {
            throw Refusal.missing(channelArn);
        }
        return sessions;
    }

    private StreamSession live(Input in) {
        Channel channel = account.channels().get(in.text("channelArn"));
        return account.streams()
                .live(channel.arn())
                .orElseThrow(() -> new ApiException(ErrorType.CHANNEL_NOT_BROADCASTING, "Channel is not broadcasting"));
    }

    private static ObjectNode stream(StreamSession session) {
        return Json.tree(session).put("state", "LIVE").put("playbackUrl", session.channel().playbackUrl());
    }

    private ObjectNode whole(StreamSession session, Instant now) {
        ObjectNode whole = Json.tree(session);
        whole.set("channel", Shown.tagged(session.channel(), account.tags(session.channelArn())));
        whole.set("ingestConfiguration", whole.get("ingest"));
        ObjectNode all = whole.putObject("ingestConfigurations");
        all.putArray("videoConfigurations").add(whole.required("ingest").required("video"));
        all.putArray("audioConfigurations").add(whole.required("ingest").required("audio"));
        whole.set("truncatedEvents", whole.get("events"));
        RecordingConfiguration configuration = session.recordingConfiguration();
        if (configuration != null) {
            whole.set("recordingConfiguration",
                    Shown.recordingConfiguration(configuration, now, account.tags(configuration.arn())));
        }
        return whole;
    }
}
