package io.ivsorchestrator.recording;

/**
 * Where a fact comes from. The order of the constants is their precedence when two disagree about a value: what lies in S3
 * was written by the recorder itself, after the fact and once; an IVS event was composed on the way; an API answer is a
 * later look from outside.
 */
public enum EvidenceSource {
    /** The metadata JSON below the recording's prefix. */
    S3_METADATA,
    /** An S3 object event: that an object exists or is gone, not what it says. */
    S3_EVENT,
    /** Our own look into the bucket, which found that something is no longer there. */
    S3_LISTING,
    /** An event of Amazon IVS. */
    IVS_EVENT,
    /** An answer of the IVS API. */
    IVS_API,
    /** Somebody who asked us to hold or delete, or our own deletion: nothing about how the recording went. */
    OPERATOR,
    /** Our own look at the media of a recording that failed or never ended. */
    SALVAGE,
    /** Our own look at the media of a recording that ended well. */
    INSPECTION
}
