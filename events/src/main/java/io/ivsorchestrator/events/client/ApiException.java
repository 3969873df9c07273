package io.ivsorchestrator.events.client;

/** The API refused, or could not answer. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int SERVER = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final int status;
    private final String code;

    ApiException(int status, String code, String detail) {
        super(status + " " + code + ": " + detail);
        this.status = status;
        this.code = code;
    }

    ApiException(String detail, Throwable cause) {
        super(detail, cause);
        this.status = 0;
        this.code = "no-answer";
    }

    /** Of HTTP; 0 if there was no answer. */
    public int status() {
        return status;
    }

    /** As in docs/runbook/api-problems.md; what the gateway itself refuses is {@code gateway}. */
    public String code() {
        return code;
    }

    /** Whether the same request may succeed later. Repeating one does no harm. */
    public boolean passing() {
        return status == 0 || status >= SERVER || status == TOO_MANY_REQUESTS;
    }
}
