package io.ivsorchestrator.backfill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One message of the queue: {@code {"run":...,"bucket":...,"prefix":...,"mode":...,"work":...}}. An operator sends the first one,
 * with an empty prefix and {@code SPREAD}, and everything else follows.
 *
 * @param run    names the backfill; the same name goes on where it was left
 * @param prefix empty or ending with a slash
 */
public record Errand(String run, String bucket, String prefix, Mode mode, Work work) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9.-]{3,63}");

    /** What to do with the prefix. */
    public enum Work {
        /** Find channels and stages below it, and send an errand for each. */
        SPREAD,
        /** Find the recordings below it. */
        WALK
    }

    public Errand {
        if (!RUN.matcher(run).matches()) {
            throw new IllegalArgumentException(
                    "a run is named by 1 to 64 letters, digits, dots, hyphens and underscores, not: "
                            + run);
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("not a bucket's name: " + bucket);
        }
        if (!prefix.isEmpty() && !prefix.endsWith("/")) {
            throw new IllegalArgumentException("a prefix is empty or ends with a slash: " + prefix);
        }
    }

    /** The whole bucket. */
    public static Errand all(String run, String bucket, Mode mode) {
        return new Errand(run, bucket, "", mode, Work.SPREAD);
    }

    Errand below(String child, Work what) {
        return new Errand(run, bucket, child, mode, what);
    }

    /**
     * @throws io.ivsorchestrator.events.json.JsonException or IllegalArgumentException if the text is no errand; both say
     *             what is wrong
     */
    public static Errand parse(String text) {
        JsonObject json = JsonObject.parse(text);
        return new Errand(json.requireString("run"), json.requireString("bucket"), json.string("prefix").orElse(""),
                constant(json, "mode", Mode.class), constant(json, "work", Work.class));
    }

    private static <E extends Enum<E>> E constant(JsonObject json, String name, Class<E> type) {
        String text = json.requireString(name);
        return Arrays.stream(type.getEnumConstants()).filter(it -> it.name().equals(text)).findFirst()
                .orElseThrow(() -> json.error(name, "must be one of " + Arrays.toString(type.getEnumConstants())));
    }

    /** Reads back by {@link #parse}. */
    public String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("run", run);
            json.writeStringField("bucket", bucket);
            json.writeStringField("prefix", prefix);
            json.writeStringField("mode", mode.name());
            json.writeStringField("work", work.name());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
