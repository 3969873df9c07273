package io.ivsorchestrator.tests.simulation;

import java.util.List;

/**
 * What may go wrong, each with its probability. Every world draws its own: in some nothing goes wrong, in some one thing does
 * often, in some everything does now and then.
 *
 * @param refused       a call is refused and has no effect: throttling, a broken connection
 * @param lateRefusal   a call has its effect and then is reported as failed: a timeout after the write happened
 * @param lostAnswer    a guarded write has its effect, its answer is lost, and the SDK makes it again
 * @param death         a process ends before a call, or after its effect
 * @param slow          a call takes so long that the invocation may run out of time
 * @param stale         a secondary index does not show a change yet, when it is asked
 * @param redelivered   a queue delivers a message once more though it was handled
 * @param streamLost    the change stream is not read for so long that it forgets
 * @param eventLost     an IVS event is never sent
 * @param objectLost    an S3 event is never sent
 * @param repeated      an event is delivered once more, by another message
 * @param late          an event comes hours late
 */
record Faults(double refused, double lateRefusal, double lostAnswer, double death, double slow, double stale,
        double redelivered, double streamLost, double eventLost, double objectLost, double repeated, double late) {
    /** Everything works. */
    static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    private static final List<Double> PER_CALL = List.of(0.0, 0.0, 0.01, 0.03, 0.1);
    private static final List<Double> PER_EVENT = List.of(0.0, 0.0, 0.1, 0.3, 0.7);
    private static final List<Double> RARE = List.of(0.0, 0.0, 0.0, 0.02, 0.1);

    static Faults of(Chance chance) {
        if (chance.in(0.05)) {
            return NONE;
        }
        double lateRefusal = chance.one(PER_CALL);
        return new Faults(chance.one(PER_CALL), lateRefusal, chance.one(PER_CALL), chance.one(PER_CALL),
                chance.one(RARE) / 2, chance.one(List.of(0.0, 0.3, 0.9)), chance.one(PER_EVENT) / 3,
                chance.in(0.2) ? 1 : 0,
                chance.one(PER_EVENT), chance.in(0.1) ? 1 : chance.one(PER_EVENT), chance.one(PER_EVENT),
                chance.one(PER_EVENT));
    }
}
