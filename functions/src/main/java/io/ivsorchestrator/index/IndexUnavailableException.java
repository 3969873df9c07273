package io.ivsorchestrator.index;

/** The table could not answer: throttled, timed out, unreachable, or too many writers at once. Trying again later helps. */
public final class IndexUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IndexUnavailableException(String message) {
        super(message);
    }

    public IndexUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
