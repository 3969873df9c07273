package io.ivsorchestrator.local.ivs.api;

import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.Operation;
import java.util.Optional;

/** Decides which calls the service refuses for reasons of its own. */
@FunctionalInterface
public interface ApiFaults {
    /** None. */
    ApiFaults NONE = _ -> Optional.empty();

    /** What a call gets instead of an answer; asked once for each, before it is looked at. Nothing has changed then. */
    Optional<ApiException> refusal(Operation operation);
}
