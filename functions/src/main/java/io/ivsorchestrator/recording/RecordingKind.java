package io.ivsorchestrator.recording;

/** The three kinds of recording that Amazon IVS makes. */
public enum RecordingKind {
    /** A low-latency channel's auto-record to S3. */
    CHANNEL,
    /** Individual participant recording of a real-time stage. */
    PARTICIPANT,
    /** The S3 destination of a server-side composition of a stage. */
    COMPOSITE
}
