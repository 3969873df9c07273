package io.ivsorchestrator.local.emulator.control;

import java.io.Serial;

/** A command that the emulator does not follow; the message says why and, where that is not plain, what to do. */
public final class ControlException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String explanation;

    private ControlException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
        this.explanation = message;
    }

    /** The command makes no sense: 400. */
    public static ControlException invalid(String message) {
        return new ControlException(400, message);
    }

    /** There is no such thing: 404. */
    public static ControlException missing(String message) {
        return new ControlException(404, message);
    }

    /** It cannot be done now: 409. */
    public static ControlException conflict(String message) {
        return new ControlException(409, message);
    }

    /** As IVS refused: its own status and words. */
    public static ControlException refused(int status, String message) {
        return new ControlException(status, message);
    }

    /** Why not and, where that is not plain, what to do. */
    public String explanation() {
        return explanation;
    }

    /** The HTTP status code that says so. */
    public int status() {
        return status;
    }
}
