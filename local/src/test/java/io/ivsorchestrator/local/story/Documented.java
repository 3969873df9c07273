package io.ivsorchestrator.local.story;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The samples of AWS's documentation, with invented ids, in {@code src/test/resources/documented}. */
final class Documented {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documented() {
    }

    static ObjectNode json(String sample) {
        try (InputStream resource = Documented.class.getResourceAsStream("/documented/" + sample + ".json")) {
            if (resource == null) {
                throw new IllegalArgumentException("no sample " + sample);
            }
            return parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ObjectNode parse(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
