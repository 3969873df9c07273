package io.ivsorchestrator.local.ivs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.ObjectSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A studio whose events and objects are kept, and whose faults are set by the test. */
final class StudioForTests implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaLibrary LIBRARY = MediaLibrary.load();

    final EmulatorForTests emulator;
    final Studio studio;
    final List<JsonNode> told = new ArrayList<>();
    /** By key; segments, which may be gigabytes, are made by {@link #object} alone and empty here. */
    final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final Map<String, Content> segments = new HashMap<>();
    /** What goes wrong with every recording that starts from now on. */
    RecordingFault fault = new RecordingFault.None();
    /** Whether the store is away. */
    boolean broken;

    StudioForTests(EmulatorForTests emulator) {
        this.emulator = emulator;
        this.studio = emulator.emulator().studio(new Kept(), LIBRARY, event -> told.add(json(event)), _ -> fault);
    }

    private final class Kept implements ObjectSink {
        @Override
        public void put(String bucket, String key, byte[] body, String contentType) {
            if (broken) {
                throw new UncheckedIOException(new IOException("the store is away"));
            }
            objects.put(key, body);
        }

        @Override
        public void put(String bucket, String key, Content content, String contentType) {
            put(bucket, key, new byte[0], contentType);
            segments.put(key, content);
        }
    }

    static StudioForTests start() {
        return new StudioForTests(EmulatorForTests.start());
    }

    static StudioForTests with(AccountSettings settings) {
        return new StudioForTests(EmulatorForTests.with(settings));
    }

    /** Lets time pass and the studio notice it. */
    void pass(long seconds) {
        emulator.pass(Duration.ofSeconds(seconds));
        studio.catchUp();
    }

    /** The names of all events, S3's as {@code Object Created}. */
    List<String> names() {
        return told.stream().map(StudioForTests::name).toList();
    }

    List<String> namesOfIvs() {
        return names().stream().filter(name -> !name.equals("Object Created")).toList();
    }

    List<JsonNode> events(String name) {
        return told.stream().filter(event -> name(event).equals(name)).toList();
    }

    /** The only event of that name. */
    JsonNode event(String name) {
        List<JsonNode> events = events(name);
        if (events.size() != 1) {
            throw new AssertionError(events.size() + " events " + name + " of " + namesOfIvs());
        }
        return events.getFirst();
    }

    private static String name(JsonNode event) {
        JsonNode detail = event.get("detail");
        if (event.get("source").textValue().equals("aws.s3")) {
            return event.get("detail-type").textValue();
        }
        return detail.has("event_name")
                ? detail.get("event_name").textValue()
                : detail.get("recording_status").textValue();
    }

    Recorded only() {
        List<Recorded> recorded = studio.recorded();
        if (recorded.size() != 1) {
            throw new AssertionError("recorded: " + recorded);
        }
        return recorded.getFirst();
    }

    byte[] object(String key) {
        Content segment = segments.get(key);
        if (segment != null) {
            return segment.bytes();
        }
        return Objects.requireNonNull(objects.get(key), () -> key + " of " + objects.keySet());
    }

    String text(String key) {
        return new String(object(key), StandardCharsets.UTF_8);
    }

    JsonNode metadata(String key) {
        return json(text(key));
    }

    /** Keys below a prefix, without it. */
    List<String> keys(String prefix) {
        return objects.keySet()
                .stream()
                .filter(key -> key.startsWith(prefix + "/"))
                .map(key -> key.substring(prefix.length() + 1))
                .toList();
    }

    static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    @Override
    public void close() {
        emulator.close();
    }
}
