package io.ivsorchestrator.events;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** An event whose envelope is read and whose {@code detail} is not. */
record RawEvent(Envelope envelope, JsonObject json) {

    static RawEvent of(JsonObject json) {
        Envelope envelope = new Envelope(json.requireString("id"), json.requireString("detail-type"),
                json.requireString("source"), json.requireString("account"), json.requireInstant("time"),
                json.requireString("region"), json.strings("resources"));
        return new RawEvent(envelope, json);
    }

    JsonObject detail() {
        return json.requireObject("detail");
    }

    Unrecognized unrecognized(String discriminator) {
        return new Unrecognized(envelope, discriminator);
    }

    /**
     * The IVS resource that the event is about. It is the first in every sample that AWS shows; it is looked up by its
     * type, so that another resource beside it can neither hide nor replace it.
     *
     * @param type for example {@code channel}
     */
    Arn requireResource(String type) {
        return resource(type).orElseThrow(() -> {
            List<String> resources = envelope.resources();
            String path = resources.isEmpty() ? "resources" : "resources[0]";
            String found = resources.isEmpty() ? "nothing" : resources.getFirst();
            return json.error(path, mustBeArn(type, found));
        });
    }

    /** The IVS resource that the event is about, absent if {@code resources} names nothing at all. */
    Optional<Arn> optionalResource(String type) {
        return envelope.resources().isEmpty() ? Optional.empty() : Optional.of(requireResource(type));
    }

    private Optional<Arn> resource(String type) {
        return envelope.resources().stream().flatMap(text -> ivsArn(text, type).stream()).findFirst();
    }

    /** @throws JsonException if the member is missing or is not the ARN of an IVS resource of that type */
    static Arn requireArn(JsonObject object, String name, String type) {
        String text = object.requireString(name);
        return ivsArn(text, type).orElseThrow(() -> object.error(name, mustBeArn(type, text)));
    }

    /** @throws JsonException if the member is there and is not a whole number, or is less than nothing */
    static OptionalLong count(JsonObject object, String name) {
        OptionalLong value = object.integer(name);
        if (value.isPresent() && value.getAsLong() < 0) {
            throw object.error(name, "must not be negative, is " + value.getAsLong());
        }
        return value;
    }

    private static Optional<Arn> ivsArn(String text, String type) {
        try {
            Arn arn = new Arn(text);
            boolean fits = arn.service().equals("ivs") && arn.resourceType().equals(type)
                    && !arn.resourceId().isEmpty();
            return fits ? Optional.of(arn) : Optional.empty();
        } catch (IllegalArgumentException noArn) {
            return Optional.empty();
        }
    }

    private static String mustBeArn(String type, String found) {
        String shown = found.length() <= 200 ? found : found.substring(0, 200) + "…";
        return "must be the ARN of a " + type + ", arn:aws:ivs:<region>:<account>:" + type + "/<id>, is " + shown;
    }
}
