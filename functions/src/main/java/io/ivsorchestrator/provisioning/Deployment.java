package io.ivsorchestrator.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose configurations are whose: several deployments may live in one account and region.
 *
 * @param id      letters, digits and hyphens
 * @param buckets the recording buckets that it declares, at least one
 */
public record Deployment(String id, List<String> buckets) {
    /** The tag that says which deployment made a configuration. */
    public static final String TAG = "ivs-recording:deployment";
    /** The tag that says what it contains, see {@link Content#hash()}. */
    public static final String CONTENT_TAG = "ivs-recording:content";

    public Deployment {
        buckets = List.copyOf(buckets);
        if (!id.matches("[a-zA-Z0-9-]{1,40}")) {
            throw new IllegalArgumentException("a deployment's id has 1 to 40 letters, digits and hyphens: " + id);
        }
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException("a deployment declares at least one recording bucket");
        }
    }

    boolean made(Configuration configuration) {
        return id.equals(configuration.tags().get(TAG));
    }

    /** The deployment of ours, but another one, that made it. */
    Optional<String> otherThatMade(Configuration configuration) {
        return Optional.ofNullable(configuration.tags().get(TAG)).filter(other -> !other.equals(id));
    }

    /** For people only: names are not unique in IVS, tags decide. */
    String nameOf(Content content) {
        return "ivs-recording-" + id + "-" + content.hash();
    }

    Map<String, String> tagsOf(Content content) {
        return Map.of(TAG, id, CONTENT_TAG, content.hash());
    }
}
