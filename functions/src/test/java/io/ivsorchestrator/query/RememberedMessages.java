package io.ivsorchestrator.query;

import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A queue in memory; in tests that need it, out of order. */
final class RememberedMessages implements DelayedMessages {
    private final Deque<String> bodies = new ArrayDeque<>();
    private boolean broken;

    @Override
    public void send(String body, Duration delay) {
        if (broken) {
            throw new MessageNotSentException("the queue does not answer", new IllegalStateException("broken"));
        }
        bodies.add(body);
    }

    void breakDown(boolean now) {
        broken = now;
    }

    Optional<String> take() {
        return Optional.ofNullable(bodies.poll());
    }

    int size() {
        return bodies.size();
    }
}
