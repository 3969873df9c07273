package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.story.IvsEventJson.Failure;

/**
 * Why a recording fails, and how IVS says so. A channel's events carry a reason only, of which AWS documents two samples;
 * those of stages and compositions an error code and a sentence.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/eventbridge.html">Using Amazon EventBridge with
 * IVS Real-Time Streaming</a>
 */
public enum Cause {
    /** The bucket is gone or in another region. */
    BUCKET_NOT_FOUND,
    /** The grant is missing, S3 encrypts with SSE-KMS, or Object Ownership is Object writer. */
    BUCKET_ACCESS_DENIED,
    /** What the publisher sends cannot be recorded; of a participant's recording as it starts only. */
    CODEC_NOT_SUPPORTED,
    /** Trouble within IVS. */
    SERVICE_ERROR;

    /** What the events of stages and compositions say. */
    public Failure failure() {
        return switch (this) {
            case BUCKET_NOT_FOUND -> Failure.BUCKET_NOT_FOUND;
            case BUCKET_ACCESS_DENIED -> Failure.BUCKET_ACCESS_DENIED;
            case CODEC_NOT_SUPPORTED -> Failure.CODEC_NOT_SUPPORTED;
            case SERVICE_ERROR -> Failure.SERVICE_ERROR;
        };
    }

    /** The reason of a channel's {@code Recording Start Failure}. */
    public String channelStartReason() {
        return switch (this) {
            case BUCKET_NOT_FOUND, BUCKET_ACCESS_DENIED, CODEC_NOT_SUPPORTED -> "ValidationException";
            case SERVICE_ERROR -> "InternalServerException";
        };
    }

    /** The reason of a channel's {@code Recording End Failure}: the only one that AWS documents. */
    public String channelEndReason() {
        return "InternalServerException";
    }
}
