package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.ApiCall;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.Event;
import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.StageUpdate;
import io.ivsorchestrator.events.StreamChange;
import io.ivsorchestrator.events.StreamStateChange;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.events.json.JsonType;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What an event or a message means for provisioning. */
final class TriggerReading {
    /**
     * So long what a call's event tells is taken for how it still is. Who changes a channel or stage again within that time is
     * overtaken by us at most once: the event of that change follows.
     */
    static final Duration FRESH = Duration.ofMinutes(1);

    private static final String PARAMETER_CHANGE = "Parameter Store Change";
    private static final String TAGS = "tags";
    private static final String NAME = "name";
    private static final String RECORDING = "autoParticipantRecordingConfiguration";

    private final Place place;
    private final Set<String> ownRoles;
    private final String policyParameter;
    private final InstantSource clock;

    /**
     * @param ownRoles        ARNs of the roles whose calls are our own
     * @param policyParameter its name
     */
    TriggerReading(Place place, Set<String> ownRoles, String policyParameter, InstantSource clock) {
        this.place = place;
        this.ownRoles = Set.copyOf(ownRoles);
        this.policyParameter = policyParameter;
        this.clock = clock;
    }

    Trigger read(String body) {
        try {
            JsonObject json = JsonObject.parse(body);
            if (ProvisioningMessage.isOne(json)) {
                return new Trigger.Told(ProvisioningMessage.read(json));
            }
            return event(json);
        } catch (JsonException | IllegalArgumentException broken) {
            return new Trigger.Unusable(String.valueOf(broken.getMessage()));
        }
    }

    private Trigger event(JsonObject json) {
        String source = json.requireString("source");
        String account = json.requireString("account");
        if (!account.equals(place.account()) || !source.startsWith("aws.")) {
            return new Trigger.Unusable("not an AWS service's event of account " + place.account() + ": source \""
                    + source + "\", account \"" + account + '"');
        }
        if (json.requireString("detail-type").equals(PARAMETER_CHANGE)) {
            return parameterChange(json.requireObject("detail"));
        }
        Event event = EventDecoder.decode(json);
        return switch (event) {
            case ApiCall call -> apiCall(call);
            case StreamStateChange change -> stream(change);
            case StageUpdate.ParticipantPublished it -> new Trigger.LookAt(List.of(it.stage()), false);
            case StageUpdate.ParticipantUnpublished it -> new Trigger.LookAt(List.of(it.stage()), false);
            case Event other -> new Trigger.Ignored("not about provisioning: " + other.envelope().detailType());
        };
    }

    /** Systems Manager User Guide, "Reference: Amazon EventBridge event patterns and types", Parameter Store events. */
    private Trigger parameterChange(JsonObject detail) {
        return detail.requireString(NAME).equals(policyParameter)
                ? new Trigger.PolicyChanged()
                : new Trigger.Ignored("another parameter");
    }

    private static Trigger stream(StreamStateChange event) {
        return switch (event.change()) {
            case StreamChange.STREAM_START, StreamChange.STREAM_END ->
                    new Trigger.LookAt(List.of(event.channel()), false);
            case StreamChange _ -> new Trigger.Ignored("no start or end of a stream");
        };
    }

    // -- calls of the API

    private Trigger apiCall(ApiCall call) {
        if (isOwn(call.caller())) {
            return new Trigger.Ignored("our own call");
        }
        if (call.errorCode().isPresent()) {
            return new Trigger.Ignored("a call that IVS refused");
        }
        return switch (call.eventName()) {
            case "CreateChannel", "UpdateChannel" -> channel(call);
            case "CreateStage", "UpdateStage" -> stage(call);
            case "TagResource", "UntagResource" -> tagged(call);
            case "CreateRecordingConfiguration", "DeleteRecordingConfiguration" ->
                    new Trigger.ConfigurationsChanged(ResourceKind.CHANNEL);
            case "CreateStorageConfiguration", "DeleteStorageConfiguration" ->
                    new Trigger.ConfigurationsChanged(ResourceKind.STAGE);
            case "DeleteChannel", "DeleteStage" ->
                    new Trigger.Ignored("a deletion: what is not used any more is collected by the sweep");
            default -> new Trigger.Ignored("a call of no concern: " + call.eventName());
        };
    }

    private boolean isOwn(ApiCall.Caller caller) {
        return caller.issuerArn().filter(ownRoles::contains).isPresent()
                || caller.arn().filter(ownRoles::contains).isPresent();
    }

    private Trigger channel(ApiCall call) {
        JsonObject channel = response(call, "channel");
        Arn arn = new Arn(channel.requireString("arn"));
        return tags(call, channel).filter(_ -> isFresh(call.eventTime()))
                .<Trigger>map(tags -> new Trigger.Seen(new Resource.OfChannel(arn, channel.string(NAME).orElse(""),
                        tags, configuration(channel, "recordingConfigurationArn"))))
                .orElseGet(() -> new Trigger.LookAt(List.of(arn), true));
    }

    private Trigger stage(ApiCall call) {
        JsonObject stage = response(call, "stage");
        Arn arn = new Arn(stage.requireString("arn"));
        return tags(call, stage).filter(_ -> isFresh(call.eventTime()))
                .<Trigger>map(tags -> new Trigger.Seen(new Resource.OfStage(arn, stage.string(NAME).orElse(""), tags,
                        stage.object(RECORDING).map(TriggerReading::recording).orElse(StageRecording.OFF))))
                .orElseGet(() -> new Trigger.LookAt(List.of(arn), true));
    }

    private static JsonObject response(ApiCall call, String name) {
        return call.responseElements().orElseThrow(() -> new JsonException("$.detail.responseElements",
                "is missing although the call succeeded")).requireObject(name);
    }

    /**
     * Who creates gives the tags; who updates cannot, so a response without them does not say that there are none. What
     * CloudTrail hides comes as text.
     */
    private static Optional<Map<String, String>> tags(ApiCall call, JsonObject resource) {
        if (resource.type(TAGS) != JsonType.ABSENT) {
            return told(resource);
        }
        if (!call.eventName().startsWith("Create")) {
            return Optional.empty();
        }
        Optional<JsonObject> request = call.requestParameters().filter(it -> it.type(TAGS) != JsonType.ABSENT);
        return request.isPresent() ? told(request.get()) : Optional.of(Map.of());
    }

    private static Optional<Map<String, String>> told(JsonObject json) {
        return json.type(TAGS) == JsonType.OBJECT ? Optional.of(json.stringMap(TAGS)) : Optional.empty();
    }

    private boolean isFresh(Instant time) {
        return time.plus(FRESH).isAfter(clock.instant());
    }

    /** {@code ""} and the {@code "none"} of a sample in the guide mean that there is none. */
    private static Optional<Arn> configuration(JsonObject json, String name) {
        return json.string(name).filter(text -> !text.equals("none")).map(Arn::new);
    }

    private static StageRecording recording(JsonObject json) {
        return new StageRecording(configuration(json, "storageConfigurationArn"), json.strings("mediaTypes"),
                json.smallInteger("recordingReconnectWindowSeconds"),
                json.object("hlsConfiguration").map(hls -> hls.smallInteger("targetSegmentDurationSeconds"))
                        .orElse(OptionalInt.empty()),
                json.bool("recordParticipantReplicas"),
                json.object("thumbnailConfiguration").map(it -> new Thumbnails(it.string("recordingMode"),
                        it.smallInteger("targetIntervalSeconds"), Optional.empty(), it.strings("storage"))));
    }

    /** How the parameters name the ARN is not documented: both are taken. */
    private static Trigger tagged(ApiCall call) {
        Optional<Arn> arn = call.requestParameters()
                .flatMap(it -> it.string("resourceArn").or(() -> it.string("arn"))).map(Arn::new);
        if (arn.isEmpty()) {
            return new Trigger.Ignored("tags of nobody knows what");
        }
        return arn.flatMap(ResourceKind::of).isPresent()
                ? new Trigger.LookAt(List.of(arn.get()), true)
                : new Trigger.Ignored("tags of neither channel nor stage");
    }
}
