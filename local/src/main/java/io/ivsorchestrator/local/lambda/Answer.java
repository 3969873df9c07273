package io.ivsorchestrator.local.lambda;

/** What a function said to one event. */
public sealed interface Answer {
    /**
     * When it arrived.
     *
     * @return as {@link System#nanoTime()}
     */
    long nanoTime();

    /** The handler returned. */
    record Response(String body, long nanoTime) implements Answer {}

    /**
     * The handler, or its construction, threw.
     *
     * @param body JSON with errorMessage, errorType and stackTrace
     */
    record Failure(String body, long nanoTime) implements Answer {}
}
