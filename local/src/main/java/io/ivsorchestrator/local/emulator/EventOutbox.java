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
 * Hands events on, in order, so that whoever causes one need not wait for whoever takes it. Each taker has a thread of its own: one
 * that is slow or gone holds up no other. What a taker refuses is offered to it a few times more, then given up on, counted and told
 * with the event.
 */
public final class EventOutbox implements Consumer<String>, AutoCloseable {
    private static final Logger LOG = LogManager.getLogger(EventOutbox.class);
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(5);

    private final List<Lane> lanes;
    private final Duration farewell;

    private EventOutbox(List<Lane> lanes, Duration farewell) {
        this.lanes = lanes;
        this.farewell = farewell;
    }

    /** An outbox that works from now on, and tells the log what it gives up on. */
    public static EventOutbox to(List<EventTaker> takers) {
        return to(takers, PAUSE, LONGEST_FAREWELL, LOG::error);
    }

    /**
     * @param pause     after the first refusal; then twice, then three times as long
     * @param farewell  how long closing waits for what is under way
     * @param complaint is told what was not taken, by whom and why
     */
    static EventOutbox to(List<EventTaker> takers, Duration pause, Duration farewell, Consumer<String> complaint) {
        var outbox = new EventOutbox(takers.stream().map(taker -> new Lane(taker, pause, complaint)).toList(),
                farewell);
        outbox.lanes.forEach(lane -> lane.thread.start());
        return outbox;
    }

    @Override
    public void accept(String event) {
        lanes.forEach(lane -> lane.add(event));
    }

    /** Whether every event so far was taken or given up on by every taker. */
    public boolean idle() {
        return lanes.stream().allMatch(Lane::idle);
    }

    /** How often a taker did not take an event. */
    public long givenUp() {
        return lanes.stream().mapToLong(lane -> lane.givenUp.get()).sum();
    }

    /** Waits some seconds for what is under way, then stops. */
    @Override
    public void close() {
        long deadline = System.nanoTime() + farewell.toNanos();
        try {
            while (!idle() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            lanes.forEach(Lane::stop);
            for (Lane lane : lanes) {
                lane.thread.join();
            }
        } catch (InterruptedException interrupted) {
            lanes.forEach(Lane::stop);
            Thread.currentThread().interrupt();
        }
    }

    /** The way to one taker. */
    private static final class Lane {
        private final EventTaker taker;
        private final Duration pause;
        private final Consumer<String> complaint;
        private final BlockingQueue<String> waiting = new LinkedBlockingQueue<>();
        private final AtomicLong unfinished = new AtomicLong();
        private final AtomicLong givenUp = new AtomicLong();
        private final Thread thread;

        Lane(EventTaker taker, Duration pause, Consumer<String> complaint) {
            this.taker = taker;
            this.pause = pause;
            this.complaint = complaint;
            this.thread = Thread.ofVirtual().name("events-to-" + taker.name()).unstarted(this::work);
        }

        void add(String event) {
            unfinished.incrementAndGet();
            waiting.add(event);
        }

        boolean idle() {
            return unfinished.get() == 0;
        }

        void stop() {
            if (!idle()) {
                complaint.accept("%d events were not handed on to %s".formatted(unfinished.get(), taker.name()));
            }
            thread.interrupt();
        }

        private void work() {
            try {
                while (true) {
                    offer(waiting.take());
                    unfinished.decrementAndGet();
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        private void offer(String event) throws InterruptedException {
            for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
                try {
                    taker.action().accept(event);
                    return;
                } catch (RuntimeException refusal) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("closed while an event was offered");
                    }
                    if (attempt == ATTEMPTS) {
                        givenUp.incrementAndGet();
                        complaint.accept("%s did not take an event in %d attempts, the last: %s; the event: %s"
                                .formatted(taker.name(), ATTEMPTS, refusal.getMessage(), event));
                    } else {
                        TimeUnit.MILLISECONDS.sleep(pause.multipliedBy(attempt).toMillis());
                    }
                }
            }
        }
    }
}
