package io.ivsorchestrator.local.ivs.model;

/**
 * The errors of the two APIs.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyAPIReference/CommonErrors.html">Common Error Types</a>
 */
public enum ErrorType {
    ACCESS_DENIED("AccessDeniedException", 403), CHANNEL_NOT_BROADCASTING("ChannelNotBroadcasting",
            404), CONFLICT("ConflictException", 409), INTERNAL_SERVER("InternalServerException", 500),
    /** The account is not verified for IVS. */
    PENDING_VERIFICATION("PendingVerification", 403),
    /** Common to all AWS services, modelled by neither API. */
    REQUEST_ENTITY_TOO_LARGE("RequestEntityTooLargeException", 413), RESOURCE_NOT_FOUND("ResourceNotFoundException",
            404), SERVICE_QUOTA_EXCEEDED("ServiceQuotaExceededException",
                    402), SERVICE_UNAVAILABLE("ServiceUnavailable", 503), STREAM_UNAVAILABLE("StreamUnavailable", 503),
    /** Modelled on few operations, possible on all. */
    THROTTLING("ThrottlingException", 429),
    /** Common to all AWS services, modelled by neither API. */
    UNKNOWN_OPERATION("UnknownOperationException", 404), VALIDATION("ValidationException", 400);

    private final String wireName;
    private final int status;

    ErrorType(String wireName, int status) {
        this.wireName = wireName;
        this.status = status;
    }

    /** The name in the header {@code x-amzn-ErrorType}. */
    public String wireName() {
        return wireName;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }

    /** The error whose name, with or without the suffix {@code Exception}, this is. */
    static ErrorType named(String name) {
        for (ErrorType type : values()) {
            if (type.wireName.equals(name) || type.wireName.equals(name + "Exception")) {
                return type;
            }
        }
        throw new IllegalArgumentException("no such error: " + name);
    }
}
