package io.ivsorchestrator.local.emulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Hands events on, in order, on a thread of its own, so that whoever causes one need not wait for whoever takes it. What a taker
 * refuses is offered to it a few times more, then given up on, counted and logged with the event.
 */
public final class EventOutbox implements Consumer<String>, AutoCloseable {
    private static final Logger LOG = LogManager.getLogger(EventOutbox.class);
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

    private final List<Consumer<String>> takers;
    private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong givenUp = new AtomicLong();
    private final Thread thread;

    private EventOutbox(List<Consumer<String>> takers) {
        this.takers = List.copyOf(takers);
        this.thread = Thread.ofVirtual().name("event-outbox").unstarted(this::work);
    }

    /** An outbox that works from now on. */
    public static EventOutbox to(List<Consumer<String>> takers) {
        var outbox = new EventOutbox(takers);
        outbox.thread.start();
        return outbox;
    }

    @Override
    public void accept(String event) {
        unfinished.incrementAndGet();
        waiting.add(event);
    }

    /** Whether every event so far was taken or given up on. */
    public boolean idle() {
        return unfinished.get() == 0;
    }

    /** How often a taker did not take an event. */
    public long givenUp() {
        return givenUp.get();
    }

    private void work() {
        try {
            while (true) {
                String event = waiting.take();
                for (Consumer<String> taker : takers) {
                    offer(event, taker);
                }
                unfinished.decrementAndGet();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void offer(String event, Consumer<String> taker) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                taker.accept(event);
                return;
            } catch (RuntimeException refusal) {
                if (attempt == ATTEMPTS) {
                    givenUp.incrementAndGet();
                    LOG.error("an event was given up on: {}: {}", refusal.getMessage(), event);
                } else {
                    TimeUnit.MILLISECONDS.sleep(PAUSE.multipliedBy(attempt).toMillis());
                }
            }
        }
    }

    /** Waits some seconds for what is under way, then stops. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + LONGEST_FAREWELL.toNanos();
        try {
            while (!idle() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            if (!idle()) {
                LOG.error("{} events were not handed on", unfinished.get());
            }
            thread.interrupt();
            thread.join();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
