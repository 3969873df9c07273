package io.ivsorchestrator.events;

import java.util.Objects;

/**
 * An Amazon Resource Name such as {@code arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m}.
 *
 * <p>Only the shape is checked, not the service: AWS adds partitions and resource types, and EventBridge compares ARNs
 * character by character, so the text is kept as it came.
 *
 * @param value the whole ARN, never blank
 */
public record Arn(String value) {
    private static final int PARTS = 6;

    /** @throws IllegalArgumentException if the text is not of the form {@code arn:partition:service:region:account:resource} */
    public Arn {
        Objects.requireNonNull(value, "value");
        String[] parts = value.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals("arn") || parts[1].isEmpty() || parts[2].isEmpty()
                || parts[PARTS - 1].isEmpty()) {
            throw new IllegalArgumentException(
                    "not an ARN (expected arn:partition:service:region:account:resource): " + value);
        }
    }

    /** The service field, for example {@code ivs} (of real-time resources, too) or {@code s3}. */
    public String service() {
        return part(2);
    }

    /** The region field; empty for global resources such as buckets. */
    public String region() {
        return part(3);
    }

    /** The account field, 12 digits; empty for global resources such as buckets. */
    public String account() {
        return part(4);
    }

    /** What stands before the resource's first slash, for example {@code channel}; empty if it has no slash. */
    public String resourceType() {
        String resource = part(PARTS - 1);
        return resource.substring(0, Math.max(resource.indexOf('/'), 0));
    }

    /** What follows the last slash (or colon): a channel's, stage's or composition's id. */
    public String resourceId() {
        String resource = part(PARTS - 1);
        return resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
    }

    private String part(int index) {
        return value.split(":", PARTS)[index];
    }

    @Override
    public String toString() {
        return value;
    }
}
