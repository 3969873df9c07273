package io.ivsorchestrator.provisioning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** What is put into the queue of provisioning by ourselves, by the schedule or by an operator, instead of an event. */
public sealed interface ProvisioningMessage {
    /** What the schedule sends: look at everything. */
    String SWEEP = "{\"provisioning\":\"sweep\"}";

    /** Starts a sweep over everything. */
    record Sweep() implements ProvisioningMessage {}

    /**
     * Goes on with a sweep.
     *
     * @param sweep   its id; another one that started later supersedes it
     * @param number  of the message in its sweep, from 1
     * @param listing whether there is more to list
     * @param token   of the next page; empty for the first
     * @param pending channels or stages of the last page that are still to be looked at
     */
    record GoOn(ResourceKind kind, String sweep, int number, boolean listing, Optional<String> token,
            List<Arn> pending) implements ProvisioningMessage {
        public GoOn {
            pending = List.copyOf(pending);
        }
    }

    /**
     * Looks at some channels and stages.
     *
     * @param attempt 0 the first time
     */
    record Check(List<Arn> arns, int attempt) implements ProvisioningMessage {
        /** Few enough for a message and for one {@code BatchGetChannel}. */
        static final int MOST = 50;

        public Check {
            arns = List.copyOf(arns);
        }
    }

    /** Undoes all that this deployment has attached, and attaches nothing more. */
    record Detach() implements ProvisioningMessage {}

    /** Ends what {@link Detach} began. */
    record Resume() implements ProvisioningMessage {}

    /** Whether a message is one of these and no event. */
    static boolean isOne(JsonObject json) {
        return json.names().contains("provisioning");
    }

    /** @throws JsonException if it is none that we know */
    static ProvisioningMessage read(JsonObject json) {
        return switch (json.requireString("provisioning")) {
            case "sweep" -> new Sweep();
            case "detach" -> new Detach();
            case "resume" -> new Resume();
            case "check" -> new Check(arns(json), json.smallInteger("attempt").orElse(0));
            case "go-on" -> new GoOn(
                    ResourceKind.parse(json.requireString("kind"))
                            .orElseThrow(() -> json.error("kind", "must be channel or stage")),
                    json.requireString("sweep"), json.smallInteger("number").orElse(1),
                    json.bool("listing").orElse(true), json.string("token"), arns(json));
            case String other -> throw json.error("provisioning",
                    "must be sweep, check, go-on, detach or resume, is \"" + other + '"');
        };
    }

    private static List<Arn> arns(JsonObject json) {
        try {
            return json.strings("arns").stream().map(Arn::new).toList();
        } catch (IllegalArgumentException broken) {
            throw json.error("arns", String.valueOf(broken.getMessage()));
        }
    }

    /** Reads back as the same message. */
    default String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            switch (this) {
                case Sweep() -> json.writeStringField("provisioning", "sweep");
                case Detach() -> json.writeStringField("provisioning", "detach");
                case Resume() -> json.writeStringField("provisioning", "resume");
                case Check(List<Arn> arns, int attempt) -> {
                    json.writeStringField("provisioning", "check");
                    json.writeNumberField("attempt", attempt);
                    writeArns(json, arns);
                }
                case GoOn it -> {
                    json.writeStringField("provisioning", "go-on");
                    json.writeStringField("kind", it.kind().text());
                    json.writeStringField("sweep", it.sweep());
                    json.writeNumberField("number", it.number());
                    json.writeBooleanField("listing", it.listing());
                    json.writeStringField("token", it.token().orElse(""));
                    writeArns(json, it.pending());
                }
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }

    private static void writeArns(JsonGenerator json, List<Arn> arns) throws IOException {
        json.writeArrayFieldStart("arns");
        for (Arn arn : arns) {
            json.writeString(arn.value());
        }
        json.writeEndArray();
    }
}
