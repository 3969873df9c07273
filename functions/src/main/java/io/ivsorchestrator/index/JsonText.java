package io.ivsorchestrator.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Writes JSON member by member over Jackson's generator; what is absent or empty is left out. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator generator;

    private JsonText(JsonGenerator generator) {
        this.generator = generator;
    }

    public static String object(Consumer<JsonText> members) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            generator.writeStartObject();
            members.accept(new JsonText(generator));
            generator.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }

    /** Reads what {@link #duration} wrote: milliseconds. */
    public static Optional<Duration> duration(JsonObject json) {
        OptionalLong millis = json.integer("durationMs");
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }

    public JsonText text(String name, String value) {
        return member(() -> generator.writeStringField(name, value));
    }

    public JsonText text(String name, Optional<String> value) {
        value.ifPresent(it -> text(name, it));
        return this;
    }

    public JsonText texts(String name, Collection<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        return member(() -> {
            generator.writeArrayFieldStart(name);
            for (String value : values) {
                generator.writeString(value);
            }
            generator.writeEndArray();
        });
    }

    public JsonText time(String name, Instant value) {
        return text(name, value.toString());
    }

    public JsonText time(String name, Optional<Instant> value) {
        return text(name, value.map(Instant::toString));
    }

    /** In milliseconds. */
    public JsonText duration(String name, Optional<Duration> value) {
        value.ifPresent(it -> member(() -> generator.writeNumberField(name, it.toMillis())));
        return this;
    }

    public JsonText number(String name, OptionalInt value) {
        value.ifPresent(it -> member(() -> generator.writeNumberField(name, it)));
        return this;
    }

    public JsonText number(String name, OptionalLong value) {
        value.ifPresent(it -> member(() -> generator.writeNumberField(name, it)));
        return this;
    }

    public JsonText number(String name, long value) {
        return member(() -> generator.writeNumberField(name, value));
    }

    /** A member whose value is JSON already. */
    public JsonText json(String name, String value) {
        return member(() -> {
            generator.writeFieldName(name);
            generator.writeRawValue(value);
        });
    }

    public JsonText object(String name, Consumer<JsonText> members) {
        return member(() -> {
            generator.writeObjectFieldStart(name);
            members.accept(this);
            generator.writeEndObject();
        });
    }

    public <T> JsonText objects(String name, List<T> elements, BiConsumer<JsonText, T> write) {
        if (elements.isEmpty()) {
            return this;
        }
        return member(() -> {
            generator.writeArrayFieldStart(name);
            for (T element : elements) {
                generator.writeStartObject();
                write.accept(this, element);
                generator.writeEndObject();
            }
            generator.writeEndArray();
        });
    }

    public JsonText flag(String name, boolean value) {
        return member(() -> generator.writeBooleanField(name, value));
    }

    /** A value that is JSON already. */
    public JsonText raw(String name, String value) {
        return member(() -> {
            generator.writeFieldName(name);
            generator.writeRawValue(value);
        });
    }

    /** An array that is there even if it is empty, of elements that are JSON already. */
    public JsonText list(String name, List<String> elements) {
        return member(() -> {
            generator.writeArrayFieldStart(name);
            for (String element : elements) {
                generator.writeRawValue(element);
            }
            generator.writeEndArray();
        });
    }

    private JsonText member(Writing writing) {
        try {
            writing.write();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return this;
    }

    private interface Writing {
        void write() throws IOException;
    }
}
