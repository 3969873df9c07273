package io.ivsorchestrator.ivs;

/**
 * The operations of both APIs that we call, with how many a second IVS takes from an account in a region, all callers
 * together (IVS user guides, "Service Quotas"; these cannot be raised).
 */
public enum IvsOperation {
    /** Recording configurations. */
    CREATE_RECORDING_CONFIGURATION(3), GET_RECORDING_CONFIGURATION(3), LIST_RECORDING_CONFIGURATIONS(
            3), DELETE_RECORDING_CONFIGURATION(3),
    /** Channels. */
    CREATE_CHANNEL(5), GET_CHANNEL(5), BATCH_GET_CHANNEL(5), LIST_CHANNELS(5), UPDATE_CHANNEL(5),
    /** Streams. */
    GET_STREAM(5), LIST_STREAMS(5), GET_STREAM_SESSION(5), LIST_STREAM_SESSIONS(5), STOP_STREAM(5),
    /** Storage configurations. */
    CREATE_STORAGE_CONFIGURATION(5), GET_STORAGE_CONFIGURATION(5), LIST_STORAGE_CONFIGURATIONS(
            5), DELETE_STORAGE_CONFIGURATION(5),
    /** Stages and who is there. */
    CREATE_STAGE(5), GET_STAGE(5), LIST_STAGES(5), UPDATE_STAGE(5), LIST_STAGE_SESSIONS(5), LIST_PARTICIPANTS(
            5), GET_PARTICIPANT(5),
    /** Compositions. */
    START_COMPOSITION(5), GET_COMPOSITION(5), LIST_COMPOSITIONS(5), STOP_COMPOSITION(5),
    /** Encoder configurations. */
    CREATE_ENCODER_CONFIGURATION(5), LIST_ENCODER_CONFIGURATIONS(5), DELETE_ENCODER_CONFIGURATION(5),
    /** Tags; whether the two APIs count together is undocumented. */
    LIST_TAGS_FOR_RESOURCE(10), TAG_RESOURCE(10), UNTAG_RESOURCE(10);

    private final int perSecond;

    IvsOperation(int perSecond) {
        this.perSecond = perSecond;
    }

    /** What IVS takes. */
    public int perSecond() {
        return perSecond;
    }
}
