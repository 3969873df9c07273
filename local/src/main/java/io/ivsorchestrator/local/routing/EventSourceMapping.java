package io.ivsorchestrator.local.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;

/** Keeps a {@link QueuePump} going on threads of its own until it is closed, as Lambda polls a queue for a function. */
public final class EventSourceMapping implements AutoCloseable {
    private static final Logger LOG = LogManager.getLogger(EventSourceMapping.class);
    /** Also the longest that closing waits for an idle poller. */
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(250);
    private static final Duration DRAIN_CHECK = Duration.ofMillis(10);

    private final QueuePump pump;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Thread> pollers = new ArrayList<>();

    private EventSourceMapping(QueuePump pump) {
        this.pump = pump;
    }

    /**
     * Starts polling.
     *
     * @param concurrency how many batches are handled at the same time, at least 1 (deployed: maximum concurrency, at least 2)
     */
    public static EventSourceMapping start(QueuePump pump, int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1: " + concurrency);
        }
        var mapping = new EventSourceMapping(pump);
        for (int poller = 0; poller < concurrency; poller++) {
            mapping.pollers.add(Thread.ofVirtual().name("event-source-mapping-" + poller).start(mapping::poll));
        }
        return mapping;
    }

    /**
     * Waits until the queue is empty and no message is in flight: each was handled and deleted, or is in the dead-letter
     * queue. A message that keeps failing is waited for until its redrive policy takes it away.
     *
     * @return whether that happened before the timeout
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public boolean drain(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (pump.backlog() > 0) {
            // Wakes at once when the mapping is closed, after which nobody empties the queue any more.
            if (System.nanoTime() - deadline >= 0 || pause(DRAIN_CHECK)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Stops: a batch that is being handled is finished first, however long that takes; an idle poller ends within a second.
     * Messages that were not received stay in the queue.
     */
    @Override
    public void close() {
        stopped.countDown();
        boolean interrupted = false;
        for (Thread poller : pollers) {
            while (true) {
                try {
                    poller.join();
                    break;
                } catch (InterruptedException early) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        try {
            while (stopped.getCount() > 0) {
                try {
                    pump.pump(POLL);
                } catch (SdkException unreachable) {
                    LOG.warn("the queue cannot be polled; trying again", unreachable);
                    if (pause(PAUSE_AFTER_FAILURE)) {
                        return;
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            LOG.warn("a poller was interrupted and ends", interrupted);
        }
    }

    /** Waits; returns true at once when the mapping is closed. */
    private boolean pause(Duration time) throws InterruptedException {
        return stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
