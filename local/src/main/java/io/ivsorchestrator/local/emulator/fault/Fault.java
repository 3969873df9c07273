package io.ivsorchestrator.local.emulator.fault;

import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.time.Duration;
import java.util.Optional;

/** Something that goes wrong from when it is switched on until it is switched off. */
public sealed interface Fault {

    /** Events on their way from AWS's services to the bus. */
    record Events(Effect effect, EventFilter filter) implements Fault {}

    /** What becomes of an event. */
    sealed interface Effect {
        /** It never comes. */
        record Lose() implements Effect {}

        /** It comes so much later, by the emulator's clock. */
        record Delay(Duration by) implements Effect {}

        /** It comes so many times more. */
        record Repeat(int times) implements Effect {}

        /** It comes after up to so many events that follow it. */
        record Reorder(int within) implements Effect {}
    }

    /** Recordings that start badly or break off. */
    record Recordings(RecordingFault fault, RecordingFilter filter) implements Fault {}

    /** Calls that are refused. */
    record Calls(ErrorType error, Optional<String> operation) implements Fault {}

    /** A bucket is not as IVS needs it. */
    record Bucket(BucketFault what, String bucket) implements Fault {}

    /** How a bucket can be unfit. */
    enum BucketFault {
        /** It is gone with all that is in it; switched off, it is there again, empty. */
        DELETED,
        /** It is in another region. */
        ELSEWHERE,
        /** Its policy no longer lets IVS write. */
        GRANT_REMOVED,
        /** It encrypts with SSE-KMS. */
        SSE_KMS,
        /** Its object ownership is Object writer. */
        OBJECT_WRITER
    }

    /** How the account behaves. */
    enum Account implements Fault {
        /** AWS has not verified it: creating is refused. */
        PENDING_VERIFICATION,
        /** The documented rates of calls are kept: more is refused. */
        CALL_RATES_LIMITED,
        /** Recording configurations become CREATE_FAILED, as in us-east-1 with a bucket elsewhere. */
        CREATION_FAILS
    }
}
