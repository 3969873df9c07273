package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.incident.Cause;
import java.util.Collection;
import java.util.List;

/** Where it is told what a person must do. */
public interface ProvisioningIncidents {
    /**
     * Tells of a cause, once however often it is seen.
     *
     * @param resource where the cause is, an ARN or {@code account:<12 digits>}
     * @param affected ARNs of channels and stages that are not recorded as they should be
     * @param findings what was found, one sentence each
     */
    void report(Cause cause, String resource, Collection<String> affected, List<String> findings);

    /** Tells that a cause is gone, if it was there. */
    default void resolved(Cause cause, String resource) {
        // Who only prints has said it all.
    }
}
