package io.ivsorchestrator.index;

/** The cursor was not made for this query, or was changed. */
public final class InvalidCursorException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidCursorException() {
        super("the cursor does not belong to this query; start again from the first page");
    }
}
