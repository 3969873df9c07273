package io.ivsorchestrator.events;

import java.time.Instant;
import java.util.List;

/**
 * What EventBridge puts around every event (EventBridge User Guide, "Event structure").
 *
 * @param id         the envelope's id; whether a resend by IVS keeps it is not documented, so it is never an identity
 * @param detailType for example {@code IVS Recording State Change}
 * @param source     for example {@code aws.ivs}; only AWS services may use the prefix {@code aws.}
 * @param account    the account that owns the resource, 12 digits
 * @param time       when the service made the event, whole seconds; may be hours before arrival
 * @param region     the region of the bus; real events exist whose ARN names another one
 * @param resources  ARNs as text; empty for account-wide limits and for CloudTrail events
 */
public record Envelope(String id, String detailType, String source, String account, Instant time, String region,
        List<String> resources) {
    public Envelope {
        resources = List.copyOf(resources);
    }
}
