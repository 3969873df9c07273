package io.ivsorchestrator.tests.simulation;

/** One invocation of a function: it may die at any call, and then makes no other. */
final class Life {
    private final long deadline;
    private boolean dead;

    /** @param deadline when the invocation is cut off, in milliseconds since the beginning */
    Life(long deadline) {
        this.deadline = deadline;
    }

    long deadline() {
        return deadline;
    }

    /** @throws Death unless it may go on */
    void check(long now) {
        if (dead || now > deadline) {
            throw die();
        }
    }

    Death die() {
        dead = true;
        return new Death();
    }

    /** The end of a process. Not an exception, which the code under test might catch. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1;

        Death() {
            super("dead", null, false, false);
        }
    }
}
