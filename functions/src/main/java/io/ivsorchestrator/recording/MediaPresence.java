package io.ivsorchestrator.recording;

/** Whether a recording's metadata objects, and so presumably its media, are in the bucket, as far as S3 told us. */
public enum MediaPresence {
    /** No S3 event and no reading told us. */
    UNSEEN,
    /** At least one metadata object was seen and not seen to go. */
    PRESENT,
    /** Every metadata object that we know of was deleted or expired. */
    GONE
}
