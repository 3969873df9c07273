package io.ivsorchestrator.incident;

/** The way to the people who look after recording. */
public interface Notifications {
    /**
     * Sends a message; at least once if it is repeated after an exception.
     *
     * @param subject one line
     * @param text    plain text
     * @throws NotificationException if it could not be sent; trying again later helps
     */
    void send(String subject, String text);

    /** The message could not be sent. */
    final class NotificationException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotificationException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
