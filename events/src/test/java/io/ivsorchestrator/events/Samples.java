package io.ivsorchestrator.events;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sample events as EventBridge delivers them, named {@code <kind>/<name>}, for example
 * {@code channel-recording/recording-start}: one per kind and discriminator that AWS documents, with invented ids of
 * the documented shapes. They follow the AWS guides, not our decoder. All are of account {@value #ACCOUNT}; all recordings
 * are in bucket {@value #BUCKET}.
 *
 * <p>Not from a guide: the {@code api-call} samples other than {@code create-channel} (built from the API's shapes),
 * {@code channel-recording/recording-end-2022} (the members of a capture of 2022), and the detail of
 * {@code unrecognized/publisher-recording-state-change}, of which AWS publishes the name only.
 */
public final class Samples {
    public static final String ACCOUNT = "123456789012";
    public static final String BUCKET = "acme-live-recordings-usw2";

    private Samples() {
    }

    /** All names, sorted. */
    public static List<String> names() {
        return read("index.txt").lines().toList();
    }

    /** The names of one kind, for example {@code stage-update}, sorted. */
    public static List<String> names(String kind) {
        return names().stream().filter(name -> name.startsWith(kind + "/")).toList();
    }

    /** @throws IllegalArgumentException if there is no such sample */
    public static String json(String name) {
        return read(name + ".json");
    }

    private static String read(String file) {
        try (InputStream in = Samples.class.getResourceAsStream("/samples/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no sample " + file + "; samples/index.txt lists those that exist");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
