package io.ivsorchestrator.local.ivs.studio;

/**
 * Decides what goes wrong with recordings, beside what the buckets themselves make impossible. Asked once for each
 * recording as it starts, and once again for each stream or session that would be merged into it; of these a
 * {@link RecordingFault.AtStart} alone has an effect.
 */
@FunctionalInterface
public interface RecordingFaults {
    /** Nothing goes wrong. */
    RecordingFaults NONE = _ -> RecordingFault.NONE;

    /**
     * What goes wrong with a recording that is about to start.
     *
     * @param recording what is known of it so far: whose, where, when; nothing was written
     */
    RecordingFault of(Recorded recording);
}
