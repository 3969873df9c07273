package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.time.Instant;

/**
 * How an emulator starts.
 *
 * @param port of IVS and of the control; 0 = any free one
 * @param seed of ids and faults
 * @param keepsMedia whether segments and thumbnails are stored; where not, S3 announces them and has playlists and metadata only
 */
public record EmulatorSettings(
        int port, String account, String region, long seed, EmulatorClock clock, boolean keepsMedia) {
    /** When a clock that is moved by hand starts, where nothing else is said. */
    public static final Instant EVENING = Instant.parse("2026-03-07T19:00:00Z");

    /** On a free port, with a clock that is moved by hand. */
    public static EmulatorSettings manual(long seed, Instant start) {
        return new EmulatorSettings(0, LocalClients.ACCOUNT, LocalClients.REGION.id(), seed,
                new EmulatorClock.Manual(start), true);
    }

    /** The same without segments and thumbnails, of which a long evening has gigabytes. */
    public EmulatorSettings withoutMedia() {
        return new EmulatorSettings(port, account, region, seed, clock, false);
    }

    /** On that port, in real time. */
    public static EmulatorSettings real(int port, long seed) {
        return new EmulatorSettings(port, LocalClients.ACCOUNT, LocalClients.REGION.id(), seed,
                new EmulatorClock.Real(), true);
    }
}
