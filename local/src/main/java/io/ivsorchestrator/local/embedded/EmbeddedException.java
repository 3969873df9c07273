package io.ivsorchestrator.local.embedded;

/** An embedded service did not start or did not stop; the cause says why. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }
}
