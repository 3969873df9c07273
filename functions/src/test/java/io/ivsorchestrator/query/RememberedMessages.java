package io.ivsorchestrator.query;

import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A queue in memory; in tests that need it, out of order. */
final class RememberedMessages implements DelayedMessages {
    private final Deque<String> bodies = new ArrayDeque<>();
    private final List<Duration> delays = new ArrayList<>();
    private boolean broken;

    @Override
    public void send(String body, Duration delay) {
        if (broken) {
            throw new MessageNotSentException("the queue does not answer", new IllegalStateException("broken"));
        }
        bodies.add(body);
        delays.add(delay);
    }

    void breakDown(boolean now) {
        broken = now;
    }

    /** Of everything that was sent. */
    List<Duration> delays() {
        return List.copyOf(delays);
    }

    Optional<String> take() {
        return Optional.ofNullable(bodies.poll());
    }

    int size() {
        return bodies.size();
    }
}
