package io.ivsorchestrator.recovery;

import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;

/** What recovery sends to its own queue, to come back for something later. */
final class OwnMessages {
    /** Whoever is refused by the limiter of calls asks again then; its own time may be another clock's. */
    static final Duration POSTPONED = Duration.ofSeconds(15);
    /** A configuration is usable after a few seconds, up to 20. */
    private static final Duration SOON = Duration.ofSeconds(30);
    /** With growing waits, about a day: a stream that goes on may keep a configuration from being attached. */
    private static final int MAX_ROUNDS = 100;

    private final DelayedMessages queue;
    private final String account;

    OwnMessages(DelayedMessages queue, String account) {
        this.queue = queue;
        this.account = account;
    }

    /** The same again, as if it had not been delivered yet. */
    void postpone(Told told) {
        queue.send(told.event().write(account), POSTPONED);
    }

    /** What was begun goes on: soon, then less and less often. */
    void goOn(Told told) {
        int round = told.event().round();
        if (round < MAX_ROUNDS) {
            queue.send(told.event().again().write(account), SOON.multipliedBy(1L + round));
        }
    }
}
