package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import java.util.Locale;
import java.util.Optional;

/** What a policy speaks of. */
public enum ResourceKind {
    CHANNEL, STAGE;

    /** As policies, messages and ARNs write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty if the resource is neither. */
    public static Optional<ResourceKind> of(Arn arn) {
        return parse(arn.resourceType());
    }

    /** Reads {@link #text()}. */
    public static Optional<ResourceKind> parse(String text) {
        return switch (text) {
            case "channel" -> Optional.of(CHANNEL);
            case "stage" -> Optional.of(STAGE);
            default -> Optional.empty();
        };
    }
}
