package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A recording that failed, as our own event told it.
 *
 * @param toldBy where the news came from
 */
record FailedRecording(RecordingSummary summary, Set<EvidenceSource> toldBy) {
    /** A remedy on something live is for failures that are at most so old: later it would interrupt what goes well. */
    private static final Duration FRESH = Duration.ofMinutes(10);

    FailedRecording {
        toldBy = Set.copyOf(toldBy);
    }

    RecordingId id() {
        return summary.id();
    }

    Instant at() {
        return summary.failure().map(Failure::at).orElse(summary.startedAt());
    }

    String code() {
        return summary.failure().flatMap(Failure::code).orElse("none");
    }

    String message() {
        return summary.failure().flatMap(Failure::message).orElse("");
    }

    boolean partial() {
        return summary.failure().filter(Failure::partial).isPresent();
    }

    Optional<Arn> source() {
        return summary.source();
    }

    Optional<String> bucket() {
        return summary.location().map(S3Location::bucket);
    }

    /** Written by IVS Real-Time, which needs a grant in the bucket policy; channels are written through a role. */
    boolean realTime() {
        return switch (summary.kind()) {
            case CHANNEL -> false;
            case PARTICIPANT, COMPOSITE -> true;
        };
    }

    /**
     * Whether IVS reported it as it happened, and just now. What backfill and reconciling find is told by S3 or the API,
     * never by an event.
     */
    boolean fresh(Instant now) {
        return toldBy.contains(EvidenceSource.IVS_EVENT) && !at().isBefore(now.minus(FRESH));
    }

    /**
     * Whether an incident's cause bears on it, or would if it had not failed.
     *
     * @param in the bucket that it is or would be in, if known
     */
    boolean concernedBy(Incident incident, Optional<String> in) {
        boolean sameBucket = in.map(Diagnosis::bucketArn).filter(incident.key().resource()::equals).isPresent();
        boolean sameSource = source().filter(arn -> incident.affected().contains(arn.value())).isPresent();
        return switch (incident.key().cause()) {
            case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, SSE_KMS -> sameBucket || sameSource;
            // A channel is recorded through a role, and so needs neither.
            case POLICY_GRANT_LOST, OBJECT_OWNERSHIP -> realTime() && (sameBucket || sameSource);
            case CONFIGURATION_MISSING, CONFIGURATION_CREATE_FAILED, UNSUPPORTED_CODEC, SERVICE_ERROR, QUOTA_EXCEEDED,
                    ACCOUNT_NOT_VERIFIED, ACCESS_DENIED, POLICY_REFUSED, UNKNOWN ->
                    sameSource;
        };
    }

    /** How it shows without looking: failures with the same symptom most likely have the same cause. */
    String symptom() {
        return summary.kind() + "." + code() + "." + (partial() ? "END" : "START") + "."
                + bucket().orElseGet(() -> source().map(Arn::value).orElse("nowhere"));
    }
}
