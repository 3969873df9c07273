package io.ivsorchestrator.indexing;

import io.ivsorchestrator.runtime.QueueMessage;

/** The place where events that cannot be used wait for a person: encrypted, for 30 days, replayable. */
public interface Quarantine {
    /**
     * Keeps an event.
     *
     * @param message the message; its text is kept without secrets
     * @param reason  what is wrong with it
     * @throws QuarantineException if it could not be kept; then the message must be returned to its queue
     */
    void keep(QueueMessage message, String reason);

    /** The event could not be put aside; trying again later helps. */
    final class QuarantineException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public QuarantineException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
