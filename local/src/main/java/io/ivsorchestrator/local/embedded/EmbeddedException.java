package io.ivsorchestrator.local.embedded;

/** An embedded service did not start or did not stop; the cause says why. */
public final class EmbeddedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * One that did not start, after what had started of it was stopped.
     *
     * @param failure why it did not start; what goes wrong while it is stopped is suppressed in what is returned
     */
    static EmbeddedException unstarted(String service, Exception failure, AutoCloseable stop) {
        var unstarted = new EmbeddedException(service + " did not start", failure);
        try {
            stop.close();
        } catch (Exception second) {
            unstarted.addSuppressed(second);
        }
        return unstarted;
    }
}
