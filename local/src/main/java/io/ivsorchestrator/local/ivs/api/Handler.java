package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.model.ApiException;
import java.time.Instant;

/** One operation, called while nobody else uses the account. */
@FunctionalInterface
interface Handler {

    /**
     * @return the answer, possibly with members that the operation's output does not know, which are left out
     * @throws ApiException if the operation refuses
     */
    ObjectNode handle(Input in, Instant now);
}
