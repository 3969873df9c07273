package io.ivsorchestrator.local.ivs.api;

import io.ivsorchestrator.local.ivs.account.Register;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;

/** The ways in which operations refuse. */
final class Refusal {

    private Refusal() {
    }

    static ApiException invalid(String explanation) {
        return new ApiException(ErrorType.VALIDATION, explanation);
    }

    static ApiException conflict(String explanation) {
        return new ApiException(ErrorType.CONFLICT, explanation);
    }

    static ApiException missing(String what) {
        return new ApiException(ErrorType.RESOURCE_NOT_FOUND, "Resource: " + what + " not found");
    }

    /** Refuses one more when there are as many as allowed. */
    static void requireRoom(String what, Register<?> register, int quota) {
        requireRoom(what, register.size(), quota);
    }

    /** Refuses one more when there are as many as allowed. */
    static void requireRoom(String what, long present, int quota) {
        if (present >= quota) {
            throw new ApiException(ErrorType.SERVICE_QUOTA_EXCEEDED,
                    "Service quota exceeded: at most " + quota + " " + what);
        }
    }
}
