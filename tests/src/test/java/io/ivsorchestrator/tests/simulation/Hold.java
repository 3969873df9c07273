package io.ivsorchestrator.tests.simulation;

/**
 * One hold of a recording, as those know it who set and release it: an answer tells that a change was made, no answer that it may
 * have been, and of two changes at the same time nobody knows which is the last.
 */
final class Hold {
    private final Side set = new Side();
    private final Side released = new Side();
    private Surely surely = Surely.NOBODY_KNOWS;
    private long since;

    /** What is known of it. */
    enum Surely {
        NOBODY_KNOWS, SET, RELEASED
    }

    /** One of the two changes. */
    private static final class Side {
        private int running;
        private long lastBegun;
    }

    /**
     * A request, until it is answered or has failed.
     *
     * @param alone whether no opposite request was running when it began
     */
    record Attempt(boolean sets, long begun, boolean alone) {}

    Attempt begin(boolean sets, long moment) {
        side(sets).running++;
        side(sets).lastBegun = moment;
        if (surely != surelyAfter(sets)) {
            surely = Surely.NOBODY_KNOWS;
        }
        return new Attempt(sets, moment, side(!sets).running == 0);
    }

    void end(Attempt attempt, boolean made, long moment) {
        side(attempt.sets).running--;
        boolean last = attempt.alone && side(!attempt.sets).lastBegun < attempt.begun;
        if (made && last && surely == Surely.NOBODY_KNOWS) {
            surely = surelyAfter(attempt.sets);
            since = moment;
        }
    }

    private Side side(boolean sets) {
        return sets ? set : released;
    }

    private static Surely surelyAfter(boolean sets) {
        return sets ? Surely.SET : Surely.RELEASED;
    }

    Surely surely() {
        return surely;
    }

    /** Whether it is set, and was at that moment. */
    boolean setSince(long moment) {
        return surely == Surely.SET && since <= moment;
    }
}
