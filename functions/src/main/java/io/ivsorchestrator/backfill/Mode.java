package io.ivsorchestrator.backfill;

/** What is done with the recordings that are found. */
public enum Mode {
    /** Their metadata is read and indexed. */
    INDEX,
    /** They are counted: only {@code LIST} requests. */
    DRY_RUN,
    /** They are looked up in the index, and what differs is listed; nothing is written but the progress. */
    VERIFY
}
