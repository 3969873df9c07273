package io.ivsorchestrator.reconciling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * How far a sweep is.
 *
 * @param version of the item, 0 for none
 * @param began   when; what "recent" means is counted from here
 * @param tasks   left to do, the next one last
 * @param tries   of the next one, so far
 * @param calls   to IVS, so far
 * @param facts   that were new to the index, so far
 * @param dropped tasks that could not be done
 */
record SweepState(long version, Instant began, List<Task> tasks, int tries, long calls, long facts, long dropped) {
    private static final JsonFactory FACTORY = new JsonFactory();

    SweepState {
        tasks = List.copyOf(tasks);
    }

    boolean ended() {
        return tasks.isEmpty();
    }

    SweepState saved() {
        return new SweepState(version + 1, began, tasks, tries, calls, facts, dropped);
    }

    String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("began", began.toString());
            json.writeNumberField("tries", tries);
            json.writeNumberField("calls", calls);
            json.writeNumberField("facts", facts);
            json.writeNumberField("dropped", dropped);
            json.writeArrayFieldStart("tasks");
            for (Task task : tasks) {
                json.writeStartObject();
                json.writeStringField("what", task.what().name());
                json.writeStringField("resource", task.resource());
                json.writeStringField("session", task.session());
                json.writeStringField("item", task.item());
                json.writeStringField("page", task.token());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    static SweepState parse(long version, String text) {
        JsonObject json = JsonObject.parse(text);
        return new SweepState(version, json.requireInstant("began"),
                json.objects("tasks").stream()
                        .map(task -> new Task(Task.What.valueOf(task.requireString("what")),
                                task.string("resource").orElse(""), task.string("session").orElse(""),
                                task.string("item").orElse(""), task.string("page").orElse("")))
                        .toList(),
                json.smallInteger("tries").orElse(0), json.integer("calls").orElse(0),
                json.integer("facts").orElse(0), json.integer("dropped").orElse(0));
    }
}
