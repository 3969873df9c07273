package io.ivsorchestrator.runtime;

import java.time.Duration;

/**
 * The queue that a function is fed by, as the function's own way to come back later: nothing sleeps in a function. What is sent
 * is delivered at least once, not before the delay is over.
 */
public interface DelayedMessages {
    /** The longest that SQS delays a message ("Amazon SQS delay queues", message timers). */
    Duration LONGEST = Duration.ofMinutes(15);

    /**
     * Sends a message to ourselves.
     *
     * @param body  text; at most 1 MiB
     * @param delay rounded up to whole seconds; at most {@link #LONGEST}, longer ones are cut to that
     * @throws MessageNotSentException if it may not have been sent; then what it stands for must be tried again as a whole
     */
    void send(String body, Duration delay);

    /** The queue did not take a message. */
    final class MessageNotSentException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public MessageNotSentException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
