package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import java.util.List;

/** What a message in the queue of provisioning asks for. */
public sealed interface Trigger {
    /** Of our own making. */
    record Told(ProvisioningMessage message) implements Trigger {}

    /**
     * A channel or stage may not be as it shall be; how it is must be looked up.
     *
     * @param changed whether somebody changed it, so that what is known of it no longer counts
     */
    record LookAt(List<Arn> arns, boolean changed) implements Trigger {
        public LookAt {
            arns = List.copyOf(arns);
        }
    }

    /** A channel or stage was just made or changed, and the event tells all that there is to know. */
    record Seen(Resource resource) implements Trigger {}

    /** Somebody made or deleted a configuration. */
    record ConfigurationsChanged(ResourceKind kind) implements Trigger {}

    /** Somebody wrote another policy. */
    record PolicyChanged() implements Trigger {}

    /** Of no use here, by rule. */
    record Ignored(String rule) implements Trigger {}

    /** Broken, or not from where it must come from. */
    record Unusable(String reason) implements Trigger {}
}
