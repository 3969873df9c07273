package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.incident.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which policy is in force: the one that was written, if it is a good one; else the last good one, which is remembered; else
 * the built-in one. While everything is being detached, none is.
 */
public final class Policies {
    /** A change is told by an event; this is for the events that never come. */
    static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final String DEFAULT = "default-policy.json";
    private static final String LAST_GOOD = "policy.last-good";
    private static final String TEXT = "text";
    private static final String REFUSED = "refused";
    /** The name of the record that says that everything is being detached, or has been. */
    public static final String SUSPENDED = "suspended";
    private static final String SINCE = "since";

    /** Enrols nothing, so that everything of ours is detached and collected. */
    public static final RecordingPolicy NOTHING = new RecordingPolicy(RecordingPolicy.Mode.ENFORCE,
            RecordingPolicy.Enrolment.OPTED_IN, RecordingPolicy.Foreign.LEAVE, RecordingPolicy.Quotas.DEFAULT,
            List.of());

    private static final Logger LOG = LoggerFactory.getLogger(Policies.class);

    private final PolicySource source;
    private final ProvisioningRecords records;
    private final Deployment deployment;
    private final ProvisioningIncidents incidents;
    private final RecordingPolicy.Mode allowed;
    private final InstantSource clock;
    private @Nullable RecordingPolicy known;
    private Instant asOf = Instant.MIN;

    /** Of whoever may do what the policy says. */
    public Policies(PolicySource source, ProvisioningRecords records, Deployment deployment,
            ProvisioningIncidents incidents, InstantSource clock) {
        this(source, records, deployment, incidents, RecordingPolicy.Mode.ENFORCE, clock);
    }

    /** @param allowed with {@code OBSERVE} every policy only observes, and so does detaching */
    public Policies(PolicySource source, ProvisioningRecords records, Deployment deployment,
            ProvisioningIncidents incidents, RecordingPolicy.Mode allowed, InstantSource clock) {
        this.allowed = allowed;
        this.source = source;
        this.records = records;
        this.deployment = deployment;
        this.incidents = incidents;
        this.clock = clock;
    }

    /** The policy that is built in, as its author would write it. */
    public static String defaultText() {
        try (InputStream resource = Objects.requireNonNull(Policies.class.getResourceAsStream(DEFAULT), DEFAULT)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * The policy in force, at most {@link #MAX_AGE} old.
     *
     * @throws PolicySource.PolicyUnavailableException if it cannot be read now
     */
    public RecordingPolicy inForce() {
        Instant now = clock.instant();
        RecordingPolicy policy = known;
        if (policy == null || !asOf.plus(MAX_AGE).isAfter(now)) {
            policy = (isSuspended() ? NOTHING : read()).atMost(allowed);
            known = policy;
            asOf = now;
        }
        return policy;
    }

    /** Reads again the next time: somebody said that it has changed. */
    public void changed() {
        known = null;
    }

    /** Whether everything is being detached, or has been. */
    public boolean isSuspended() {
        return records.find(SUSPENDED).flatMap(it -> it.value(SINCE)).isPresent();
    }

    /** No policy is in force from now on. */
    public void suspend() {
        remember(SUSPENDED, Map.of(SINCE, clock.instant().toString()));
        changed();
    }

    /** The policy is in force again. */
    public void resume() {
        if (isSuspended()) {
            remember(SUSPENDED, Map.of(SINCE, ""));
        }
        changed();
    }

    private RecordingPolicy read() {
        Optional<String> text = source.text();
        if (text.isEmpty()) {
            return builtIn();
        }
        return switch (PolicyParser.parse(text.get(), deployment.buckets())) {
            case ParsedPolicy.Accepted(RecordingPolicy policy) -> {
                accepted(text.get());
                yield policy;
            }
            case ParsedPolicy.Refused refused -> {
                LOG.error("policy refused place={} problems={}", source.place(), refused.problems());
                incidents.report(Cause.POLICY_REFUSED, source.place(), Set.of(),
                        refused.problems().stream().map(PolicyProblem::toString).toList());
                Optional<ProvisioningRecords.Entry> known = records.find(LAST_GOOD);
                Optional<String> good = known.flatMap(it -> it.value(TEXT));
                if (known.flatMap(it -> it.value(REFUSED)).isEmpty()) {
                    remember(LAST_GOOD, Map.of(TEXT, good.orElse(""), REFUSED, "yes"));
                }
                yield good.map(last -> PolicyParser.parse(last, deployment.buckets()))
                        .filter(ParsedPolicy.Accepted.class::isInstance).map(ParsedPolicy.Accepted.class::cast)
                        .map(ParsedPolicy.Accepted::policy).orElseGet(this::builtIn);
            }
        };
    }

    private void accepted(String text) {
        Optional<ProvisioningRecords.Entry> known = records.find(LAST_GOOD);
        boolean refusedBefore = known.flatMap(it -> it.value(REFUSED)).isPresent();
        if (refusedBefore || !known.flatMap(it -> it.value(TEXT)).equals(Optional.of(text))) {
            remember(LAST_GOOD, Map.of(TEXT, text));
        }
        if (refusedBefore) {
            incidents.resolved(Cause.POLICY_REFUSED, source.place());
        }
    }

    private RecordingPolicy builtIn() {
        return switch (PolicyParser.parse(defaultText(), deployment.buckets())) {
            case ParsedPolicy.Accepted(RecordingPolicy policy) -> policy;
            case ParsedPolicy.Refused refused -> throw new IllegalStateException("the built-in policy: " + refused
                    .text());
        };
    }

    /** Whatever is there: of two that write at once either may be the last. */
    private void remember(String name, Map<String, String> values) {
        boolean written = false;
        for (int attempt = 0; attempt < 5 && !written; attempt++) {
            written = records.put(name, records.find(name).map(ProvisioningRecords.Entry::version).orElse(0L) + 1,
                    values);
        }
        if (!written) {
            throw new PolicySource.PolicyUnavailableException("others keep writing the record " + name,
                    new IllegalStateException(name));
        }
    }
}
