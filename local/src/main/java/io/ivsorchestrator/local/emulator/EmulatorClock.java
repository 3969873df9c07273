package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.emulator.control.ControlException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The emulator's time. */
public sealed interface EmulatorClock extends InstantSource {

    /** Time as it is. */
    record Real() implements EmulatorClock {
        @Override
        public Instant instant() {
            return Instant.now();
        }
    }

    /** Time that stands still until it is moved. */
    final class Manual implements EmulatorClock {
        private final AtomicReference<Instant> now;

        /** A clock that shows that time. */
        public Manual(Instant start) {
            now = new AtomicReference<>(start);
        }

        @Override
        public Instant instant() {
            return now.get();
        }

        /** @throws ControlException if that is in the past */
        void moveTo(Instant time) {
            now.updateAndGet(before -> {
                if (time.isBefore(before)) {
                    throw ControlException.conflict("the clock does not go back: it is " + before + ", not " + time);
                }
                return time;
            });
        }
    }
}
