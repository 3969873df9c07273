package io.ivsorchestrator.local.laptop;

/**
 * A rule that feeds a pipeline's queue.
 *
 * @param bus on which bus
 * @param name unique on that bus
 * @param pattern the event pattern as JSON text, the very one that is deployed
 */
public record EventRule(Bus bus, String name, String pattern) {

    /** The two event buses of a deployment. */
    public enum Bus {
        /** AWS services put their events here. */
        DEFAULT,
        /** The deployment's own: what happened to recordings. */
        RECORDINGS
    }

    /** A rule on the bus of AWS services. */
    public static EventRule ofServices(String name, String pattern) {
        return new EventRule(Bus.DEFAULT, name, pattern);
    }

    /** A rule on the deployment's own bus. */
    public static EventRule ofRecordings(String name, String pattern) {
        return new EventRule(Bus.RECORDINGS, name, pattern);
    }
}
