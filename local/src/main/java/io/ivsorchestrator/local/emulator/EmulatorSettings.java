package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.time.Instant;

/**
 * How an emulator starts.
 *
 * @param port of IVS and of the control; 0 = any free one
 * @param seed of ids and faults
 */
public record EmulatorSettings(int port, String account, String region, long seed, EmulatorClock clock) {
    /** When a clock that is moved by hand starts, where nothing else is said. */
    public static final Instant EVENING = Instant.parse("2026-03-07T19:00:00Z");

    /** On a free port, with a clock that is moved by hand. */
    public static EmulatorSettings manual(long seed, Instant start) {
        return new EmulatorSettings(0, LocalClients.ACCOUNT, LocalClients.REGION.id(), seed,
                new EmulatorClock.Manual(start));
    }

    /** On that port, in real time. */
    public static EmulatorSettings real(int port, long seed) {
        return new EmulatorSettings(port, LocalClients.ACCOUNT, LocalClients.REGION.id(), seed,
                new EmulatorClock.Real());
    }
}
