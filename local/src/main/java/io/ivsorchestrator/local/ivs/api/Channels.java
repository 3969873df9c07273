package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.Channel;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.Register.Numbered;
import io.ivsorchestrator.local.ivs.account.StreamKey;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Channels and the stream key that comes with each. */
final class Channels {
    private static final List<String> FILTERS = List.of("filterByName", "filterByRecordingConfigurationArn",
            "filterByPlaybackRestrictionPolicyArn", "filterByAdConfigurationArn");

    private final IvsAccount account;

    Channels(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateChannel", this::create,
                "GetChannel", this::get,
                "BatchGetChannel", this::batchGet,
                "ListChannels", this::list,
                "UpdateChannel", this::update,
                "DeleteChannel", this::delete);
    }

    private ObjectNode create(Input in, Instant now) {
        Refusal.requireRoom("channels", account.channels(), account.settings().quotas().channels());
        requireReferences(in);
        String arn = account.newArn("channel");
        Channel channel = ChannelRules.kept(in.body(), endpoints(arn));
        account.channels().put(channel);
        account.tag(arn, in.map("tags"));
        var key = new StreamKey(account.newArn("stream-key"), account.ids().streamKey(account.settings().region()),
                arn);
        account.streamKeys().put(key);
        return Json.object("channel", shown(channel))
                .set("streamKey", Shown.tagged(key, account.tags(key.arn())));
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("channel", shown(account.channels().get(in.text("arn"))));
    }

    private ObjectNode batchGet(Input in, Instant now) {
        ObjectNode answer = Json.object();
        ArrayNode found = answer.putArray("channels");
        ArrayNode errors = answer.putArray("errors");
        for (String arn : in.list("arns")) {
            account.channels().find(arn).ifPresentOrElse(channel -> found.add(shown(channel)),
                    () -> errors.addObject()
                            .put("arn", arn)
                            .put("code", ErrorType.RESOURCE_NOT_FOUND.wireName())
                            .put("message", Refusal.missing(arn).explanation()));
        }
        return answer;
    }

    private ObjectNode list(Input in, Instant now) {
        if (FILTERS.stream().filter(in::has).count() > 1) {
            throw Refusal.conflict("Only one filter may be given");
        }
        List<Numbered<Channel>> matching = account.channels()
                .numbered()
                .stream()
                .filter(numbered -> matches(in, numbered.item()))
                .toList();
        return Page.of("channels", matching, in, this::shown);
    }

    private static boolean matches(Input in, Channel channel) {
        return equal(in, "filterByName", channel.name())
                && equal(in, "filterByRecordingConfigurationArn", channel.recordingConfigurationArn())
                && equal(in, "filterByPlaybackRestrictionPolicyArn", channel.playbackRestrictionPolicyArn())
                && equal(in, "filterByAdConfigurationArn", channel.adConfigurationArn());
    }

    private static boolean equal(Input in, String filter, String value) {
        return in.optional(filter).map(value::equals).orElse(true);
    }

    private ObjectNode update(Input in, Instant now) {
        Channel channel = account.channels().get(in.text("arn"));
        if (account.streams().live(channel.arn()).isPresent()) {
            throw Refusal.conflict("The channel is live; stop the stream first");
        }
        requireReferences(in);
        Channel updated = ChannelRules.kept(in.body(), Json.tree(channel));
        account.channels().put(updated);
        return Json.object("channel", shown(updated));
    }

    private ObjectNode delete(Input in, Instant now) {
        Channel channel = account.channels().get(in.text("arn"));
        if (account.streams().live(channel.arn()).isPresent()) {
            throw Refusal.conflict("The channel is live; stop the stream first");
        }
        account.forget(account.channels(), channel);
        account.streamKeys()
                .all()
                .filter(key -> key.channelArn().equals(channel.arn()))
                .forEach(key -> account.forget(account.streamKeys(), key));
        return Json.object();
    }

    /** Refuses ARNs of nothing; playback restriction policies and ad configurations cannot exist here. */
    private void requireReferences(Input in) {
        in.nonEmpty("recordingConfigurationArn")
                .ifPresent(arn -> Objects.requireNonNull(account.recordingConfigurations().get(arn)));
        for (String reference : List.of("playbackRestrictionPolicyArn", "adConfigurationArn")) {
            in.nonEmpty(reference).ifPresent(arn -> {
                throw Refusal.missing(arn);
            });
        }
    }

    private ObjectNode endpoints(String arn) {
        String region = account.settings().region();
        String host = account.ids().host();
        String id = arn.substring(arn.lastIndexOf('/') + 1);
        ObjectNode channel = Json.object()
                .put("arn", arn)
                .put("ingestEndpoint", host + ".global-contribute.live-video.net")
                .put("playbackUrl", "https://%s.%s.playback.live-video.net/api/video/v1/%s.%s.channel.%s.m3u8"
                        .formatted(host, region, region, account.settings().accountId(), id));
        channel.putObject("srt")
                .put("endpoint", host + ".srt.live-video.net")
                .put("passphrase", account.ids().passphrase());
        return channel;
    }

    private ObjectNode shown(Channel channel) {
        return Shown.tagged(channel, account.tags(channel.arn()));
    }
}
