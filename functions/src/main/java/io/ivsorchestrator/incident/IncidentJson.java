package io.ivsorchestrator.incident;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.JsonText;
import java.util.TreeSet;

/** An incident as JSON, the form in which the table keeps it and consumers get it; absent values are left out. */
public final class IncidentJson {
    private IncidentJson() {
    }

    public static String write(Incident incident) {
        return JsonText.object(json -> write(json, incident));
    }

    private static void write(JsonText json, Incident it) {
        json.text("id", it.id()).text("cause", it.key().cause().name()).text("title", it.key().cause().title())
                .text("resource", it.key().resource()).text("state", it.state().name()).time("opened", it.opened())
                .time("since", it.since()).time("lastSeen", it.lastSeen()).number("recordings", it.recordings())
                .time("coolsUntil", it.coolsUntil()).time("closed", it.closed()).texts("affected", it.affected())
                .texts("symptoms", it.symptoms()).texts("findings", it.findings())
                .objects("attempts", it.attempts(), IncidentJson::write)
                .objects("notices", it.notices(), IncidentJson::write).time("leasedUntil", it.leasedUntil());
    }

    private static void write(JsonText json, Attempt it) {
        json.time("at", it.at()).text("remedy", it.remedy()).text("outcome", it.outcome().name())
                .text("before", it.before()).text("after", it.after()).text("remark", it.remark());
    }

    private static void write(JsonText json, Notice it) {
        json.time("at", it.at()).text("subject", it.subject());
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the text was not written by {@link #write} */
    public static Incident read(String text) {
        JsonObject json = JsonObject.parse(text);
        return new Incident(new IncidentKey(Cause.valueOf(json.requireString("cause")), json.requireString("resource")),
                json.requireInstant("opened"), json.requireInstant("since"), json.requireInstant("lastSeen"),
                json.integer("recordings").orElse(0), json.instant("coolsUntil"), json.instant("closed"),
                new TreeSet<>(json.strings("affected")), new TreeSet<>(json.strings("symptoms")),
                json.strings("findings"), json.objects("attempts").stream().map(IncidentJson::readAttempt).toList(),
                json.objects("notices").stream()
                        .map(notice -> new Notice(notice.requireInstant("at"), notice.string("subject").orElse("")))
                        .toList(),
                json.instant("leasedUntil"));
    }

    private static Attempt readAttempt(JsonObject json) {
        return new Attempt(json.requireInstant("at"), json.requireString("remedy"),
                Attempt.Outcome.valueOf(json.requireString("outcome")), json.string("before").orElse(""),
                json.string("after").orElse(""), json.string("remark").orElse(""));
    }
}
