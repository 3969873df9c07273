package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.Channel;

/** How the settings of a channel depend on each other. */
final class ChannelRules {
    private static final String ADVANCED = "ADVANCED_";
    private static final String DEFAULT_PRESET = "HIGHER_BANDWIDTH_DELIVERY";

    private ChannelRules() {
    }

    /**
     * The channel with what the request sets.
     *
     * @param before the channel as it was, or the parts of a new one that no request sets
     */
    static Channel kept(ObjectNode request, ObjectNode before) {
        ObjectNode merged = before.setAll(request.deepCopy());
        boolean advanced = merged.required("type").textValue().startsWith(ADVANCED);
        if (!advanced) {
            if (request.hasNonNull("preset")) {
                throw Refusal.invalid("preset is selectable for ADVANCED_HD and ADVANCED_SD only");
            }
            merged.put("preset", "");
        } else if (merged.path("preset").asText("").isEmpty()) {
            merged.put("preset", DEFAULT_PRESET);
        }
        if (merged.hasNonNull("multitrackInputConfiguration")) {
            ObjectNode multitrack = (ObjectNode) merged.required("multitrackInputConfiguration");
            multitrack.put("enabled", multitrack.path("enabled").asBoolean(false));
        }
        Channel channel = Json.read(merged, Channel.class);
        requireMultitrackWhole(channel);
        return channel;
    }

    private static void requireMultitrackWhole(Channel channel) {
        Channel.Multitrack multitrack = channel.multitrackInputConfiguration();
        if (multitrack == null || !multitrack.enabled()) {
            return;
        }
        if (!channel.type().equals("STANDARD")) {
            throw Refusal.invalid("Multitrack input needs the channel type STANDARD");
        }
        if (multitrack.policy() == null || multitrack.maximumResolution() == null) {
            throw Refusal.invalid("Multitrack input needs policy and maximumResolution");
        }
        if (!channel.containerFormat().equals("FRAGMENTED_MP4")) {
            throw Refusal.invalid("Multitrack input needs containerFormat FRAGMENTED_MP4");
        }
    }
}
