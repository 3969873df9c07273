package io.ivsorchestrator.incident;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why recording does not work. Each has a page in {@code docs/runbook/}, named by {@link #page()}. Names are stored and are
 * part of keys: a constant may be added, never renamed.
 */
public enum Cause {
    /** The bucket that is recorded to does not exist. */
    BUCKET_MISSING("The recording bucket does not exist", Proof.START),
    /** The bucket is in another region than the channel or stage. */
    BUCKET_IN_OTHER_REGION("The recording bucket is in another region", Proof.START),
    /** The bucket policy no longer lets IVS Real-Time write. */
    POLICY_GRANT_LOST("The bucket policy no longer lets IVS write", Proof.START),
    /** The bucket's Object Ownership is "Object writer", so IVS's ACL is refused. */
    OBJECT_OWNERSHIP("The bucket's Object Ownership keeps IVS from writing", Proof.START),
    /** The bucket's default encryption is SSE-KMS, which IVS recording does not support. */
    SSE_KMS("The bucket's default encryption is SSE-KMS", Proof.START),
    /** The recording or storage configuration that a channel or stage names does not exist. */
    CONFIGURATION_MISSING("The recording configuration does not exist", Proof.START),
    /** The recording configuration is in state {@code CREATE_FAILED}. */
    CONFIGURATION_CREATE_FAILED("The recording configuration could not be created", Proof.START),
    /** The publisher sends a codec that cannot be recorded. */
    UNSUPPORTED_CODEC("The publisher's video codec cannot be recorded", Proof.START),
    /** IVS reports an error of its own. */
    SERVICE_ERROR("Amazon IVS reports an internal error", Proof.END),
    /** A quota is reached: of configurations, of bitrate, of concurrent broadcasts. */
    QUOTA_EXCEEDED("A quota of Amazon IVS is reached", Proof.START),
    /** AWS has not verified the account for IVS. */
    ACCOUNT_NOT_VERIFIED("AWS has not verified the account for Amazon IVS", Proof.START),
    /** Our role lacks a permission. */
    ACCESS_DENIED("The deployment lacks a permission", Proof.START),
    /** The recording policy has mistakes; the last good one is in force. */
    POLICY_REFUSED("The recording policy is refused", Proof.START),
    /** Looked at everything and found nothing wrong. */
    UNKNOWN("The cause is not known", Proof.END);

    private final String title;
    private final Proof proof;

    Cause(String title, Proof proof) {
        this.title = title;
        this.proof = proof;
    }

    /** In words, without a full stop. */
    public String title() {
        return title;
    }

    /** Of an incident with that id; empty if it is no incident's id. */
    public static Optional<Cause> ofIncident(String id) {
        return Stream.of(values()).filter(cause -> id.startsWith(cause.page() + ".")).findFirst();
    }

    /** Under which failures for this cause are counted: {@code Failures} and the name of its page. */
    public String metric() {
        return "Failures." + page();
    }

    /**
     * Whether it is found by looking at a bucket or configuration: once that is put right, nobody who looks can see why
     * something failed before.
     */
    public boolean isSeenByLooking() {
        return switch (this) {
            case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, POLICY_GRANT_LOST, OBJECT_OWNERSHIP, SSE_KMS,
                    CONFIGURATION_MISSING, CONFIGURATION_CREATE_FAILED ->
                    true;
            case UNSUPPORTED_CODEC, SERVICE_ERROR, QUOTA_EXCEEDED, ACCOUNT_NOT_VERIFIED, ACCESS_DENIED, POLICY_REFUSED,
                    UNKNOWN ->
                    false;
        };
    }

    /** What shows that the cause is gone. */
    public Proof proof() {
        return proof;
    }

    /** The file name of its runbook page without {@code .md}, and the first part of its incidents' ids. */
    public String page() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a later recording must do to show that a cause is gone. */
    public enum Proof {
        /** Start: IVS has then validated bucket and prefix. */
        START,
        /** End well: the cause may strike at any moment of a recording. */
        END
    }
}
