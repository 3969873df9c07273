package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.model.Operation;
import java.time.Instant;

/**
 * A call of an operation and what came of it.
 *
 * @param requestId that the caller got
 * @param request as it came
 */
public record ApiCall(Instant time, String requestId, Operation operation, ObjectNode request, Outcome outcome) {

    /** What came of a call. */
    public sealed interface Outcome {}

    /**
     * The operation did what it was asked.
     *
     * @param response as the caller got it, secrets included: stream keys, passphrases, participant tokens
     */
    public record Success(ObjectNode response) implements Outcome {}

    /** The operation refused. */
    public record Failure(ErrorType type, String explanation) implements Outcome {}
}
