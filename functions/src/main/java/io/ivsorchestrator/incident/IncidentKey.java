package io.ivsorchestrator.incident;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What makes two failures the same incident.
 *
 * @param resource where the cause is: a bucket's, configuration's, channel's or stage's ARN, or {@code account:<12 digits>}
 */
public record IncidentKey(Cause cause, String resource) {
    /** @throws IllegalArgumentException if the resource is blank or has more than {@value #MAX_RESOURCE} characters */
    public IncidentKey {
        if (resource.isBlank() || resource.length() > MAX_RESOURCE) {
            throw new IllegalArgumentException(
                    "an incident's resource has 1 to " + MAX_RESOURCE + " characters: \"" + resource + '"');
        }
    }

    /** More than any ARN of IVS or S3 has. */
    static final int MAX_RESOURCE = 512;

    /** Readable, URL-safe, the same for equal keys only (as far as 64 bits of SHA-256 can tell). */
    public String id() {
        return cause.page() + "." + digest(resource);
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException unsupported) {
            throw new IllegalStateException("every Java runtime has SHA-256", unsupported);
        }
    }
}
