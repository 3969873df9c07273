package io.ivsorchestrator.query;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.recording.RecordingId;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a message of the deletion queue asks for. */
sealed interface DeletionTask {
    /**
     * To delete a recording's media: {@code {"recording": "channel...."}}.
     *
     * @param deleted object versions that earlier messages deleted
     */
    record OfRecording(RecordingId id, long deleted) implements DeletionTask {
        String body() {
            return JsonText.object(json -> json.text("recording", id.text()).number("deleted", deleted));
        }
    }

    /**
     * To delete what salvage, which was at work when the deletion was asked for, wrote beside the media after that was gone:
     * {@code {"tidy": "channel...."}}.
     */
    record Tidying(RecordingId id) implements DeletionTask {
        String body() {
            return JsonText.object(json -> json.text("tidy", id.text()));
        }
    }

    /**
     * To look for what retention asks to delete among the recordings of one UTC day: {@code {"retentionDay": "2026-03-07"}}.
     *
     * @param cursor where an earlier message stopped
     */
    record OfDay(LocalDate day, Optional<String> cursor) implements DeletionTask {
        String body() {
            return JsonText.object(json -> json.text("retentionDay", day.toString()).text("cursor", cursor));
        }
    }

    /**
     * To look on all days that have become due: {@code {"sweep": "retention"}}, once a day by the scheduler. Days further
     * back are looked at on request: {@code {"sweep": "retention", "days": 400}}.
     *
     * @param days how many days before those that become due today
     */
    record Sweep(int days) implements DeletionTask {}

    /** A hold may have been released since, or a day's sweep missed: a month of days is looked at again. */
    int USUAL_DAYS = 31;
    int MAX_DAYS = 3660;

    /** @throws JsonException if the text is none */
    static DeletionTask parse(String body) {
        JsonObject json = JsonObject.parse(body);
        Optional<String> recording = json.string("recording");
        if (recording.isPresent()) {
            return new OfRecording(id(json, "recording", recording.get()), json.integer("deleted").orElse(0));
        }
        Optional<String> tidy = json.string("tidy");
        if (tidy.isPresent()) {
            return new Tidying(id(json, "tidy", tidy.get()));
        }
        Optional<String> day = json.string("retentionDay");
        if (day.isPresent()) {
            return new OfDay(day(json, day.get()), json.string("cursor"));
        }
        if (json.string("sweep").filter("retention"::equals).isPresent()) {
            return new Sweep(days(json).orElse(USUAL_DAYS));
        }
        throw new JsonException("$",
                "must have \"recording\", \"tidy\", \"retentionDay\" or \"sweep\": \"retention\"");
    }

    private static RecordingId id(JsonObject json, String name, String text) {
        return RecordingId.parse(text).orElseThrow(() -> json.error(name, "must be a recording's id"));
    }

    private static LocalDate day(JsonObject json, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            throw json.error("retentionDay", "must be a day such as 2026-03-07");
        }
    }

    private static OptionalInt days(JsonObject json) {
        OptionalLong days = json.integer("days");
        if (days.isEmpty()) {
            return OptionalInt.empty();
        }
        if (days.getAsLong() < 1 || days.getAsLong() > MAX_DAYS) {
            throw json.error("days", "must be 1 to " + MAX_DAYS);
        }
        return OptionalInt.of((int) days.getAsLong());
    }
}
