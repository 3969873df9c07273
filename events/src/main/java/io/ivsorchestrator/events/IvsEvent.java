package io.ivsorchestrator.events;

/**
 * An event of source {@code aws.ivs}, low-latency or real-time (IVS user guides, "Using Amazon EventBridge").
 *
 * <p>IVS sends them best effort: any of them may never come, come hours late, twice, or out of order. What arrives is
 * true; absence proves nothing.
 */
public sealed interface IvsEvent extends Event permits RecordingStateChange, ParticipantRecordingStateChange,
        CompositionStateChange, StageUpdate, StreamStateChange, StreamHealthChange, LimitBreach, AdBreakStateChange {}
