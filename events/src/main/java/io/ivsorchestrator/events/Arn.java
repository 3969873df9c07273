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
    /** The last of the six parts; it may hold colons of its own. */
    private static final int RESOURCE = 5;

    /** @throws IllegalArgumentException if the text is not of the form {@code arn:partition:service:region:account:resource} */
    public Arn {
        Objects.requireNonNull(value, "value");
        if (!hasShape(value)) {
            throw new IllegalArgumentException(
                    "not an ARN (expected arn:partition:service:region:account:resource): " + value);
        }
    }

    /** The service field, for example {@code ivs} (of real-time resources, too) or {@code s3}. */
    public String service() {
        return part(value, 2);
    }

    /** The region field; empty for global resources such as buckets. */
    public String region() {
        return part(value, 3);
    }

    /** The account field, 12 digits; empty for global resources such as buckets. */
    public String account() {
        return part(value, 4);
    }

    /** What stands before the resource's first slash, for example {@code channel}; empty if it has no slash. */
    public String resourceType() {
        String resource = part(value, RESOURCE);
        return resource.substring(0, Math.max(resource.indexOf('/'), 0));
    }

    /** What follows the last slash (or colon): a channel's, stage's or composition's id. */
    public String resourceId() {
        String resource = part(value, RESOURCE);
        return resource.substring(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
    }

    /** Six parts, of which region and account may be empty. In one pass, because every event has a few ARNs. */
    private static boolean hasShape(String arn) {
        int part = 0;
        int start = 0;
        for (int i = 0; i < arn.length() && part < RESOURCE; i++) {
            if (arn.charAt(i) == ':') {
                boolean mayBeEmpty = part == 3 || part == 4;
                if (i == start && !mayBeEmpty) {
                    return false;
                }
                part++;
                start = i + 1;
            }
        }
        return part == RESOURCE && start < arn.length() && arn.startsWith("arn:");
    }

    private static String part(String arn, int index) {
        int end = index == RESOURCE ? arn.length() : arn.indexOf(':', start(arn, index));
        return arn.substring(start(arn, index), end);
    }

    /** Where a part begins, -1 if there are fewer. By scanning, because every event is asked for a few. */
    private static int start(String arn, int index) {
        int start = 0;
        for (int part = 0; part < index; part++) {
            start = arn.indexOf(':', start) + 1;
            if (start == 0) {
                return -1;
            }
        }
        return start;
    }

    @Override
    public String toString() {
        return value;
    }
}
