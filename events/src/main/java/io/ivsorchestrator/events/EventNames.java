package io.ivsorchestrator.events;

/**
 * The {@code source} and {@code detail-type} values that we decode and match. A {@code detail-type} is only a text that
 * anybody may put on a bus; with its source it is a fact, for EventBridge keeps {@code aws.} for AWS.
 */
final class EventNames {
    static final String IVS = "aws.ivs";
    static final String RECORDING = "IVS Recording State Change";
    static final String PARTICIPANT_RECORDING = "IVS Participant Recording State Change";
    static final String COMPOSITION = "IVS Composition State Change";
    static final String STAGE_UPDATE = "IVS Stage Update";
    static final String STREAM = "IVS Stream State Change";
    static final String STREAM_HEALTH = "IVS Stream Health Change";
    static final String LIMIT_BREACH = "IVS Limit Breach";
    static final String AD_BREAK = "IVS Ad Break State Change";
    /** Listed in the EventBridge Events Reference, documented by neither IVS guide: matched to be seen, not decoded. */
    static final String PUBLISHER_RECORDING = "IVS Publisher Recording State Change";

    /** Has the called service's source. */
    static final String API_CALL = "AWS API Call via CloudTrail";
    /** The {@code eventSource} of IVS's calls, low-latency and (AWS names no other) real-time. */
    static final String IVS_API = "ivs.amazonaws.com";

    static final String S3 = "aws.s3";
    static final String OBJECT_CREATED = "Object Created";
    static final String OBJECT_DELETED = "Object Deleted";

    static final String SSM = "aws.ssm";
    static final String PARAMETER_CHANGE = "Parameter Store Change";

    private EventNames() {
    }
}
