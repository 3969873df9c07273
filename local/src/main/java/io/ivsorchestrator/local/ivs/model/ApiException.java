package io.ivsorchestrator.local.ivs.model;

import java.io.Serial;

/** The service refuses a call. Has no stack trace: it is an answer, not a fault. */
public final class ApiException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ErrorType type;
    private final String explanation;

    /** @param explanation goes to the caller as {@code exceptionMessage} */
    public ApiException(ErrorType type, String explanation) {
        super(type.wireName() + ": " + explanation, null, false, false);
        this.type = type;
        this.explanation = explanation;
    }

    public ErrorType type() {
        return type;
    }

    /** What the caller reads as {@code exceptionMessage}. */
    public String explanation() {
        return explanation;
    }
}
