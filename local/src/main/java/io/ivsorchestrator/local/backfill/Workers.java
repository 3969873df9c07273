package io.ivsorchestrator.local.backfill;

import io.ivsorchestrator.backfill.Backfill;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A queue of errands in this process, and as many threads as do them; what fails is tried again a few times. */
final class Workers implements DelayedMessages {
    private static final int MOST_TRIES = 5;

    private final Deque<String> waiting = new ArrayDeque<>();
    private final Map<String, Integer> tries = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private int busy;

    @Override
    public synchronized void send(String body, Duration delay) {
        waiting.add(body);
        notifyAll();
    }

    /** Does everything, and returns when there is nothing left. */
    void run(Backfill backfill, int threads) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(Thread.ofPlatform().daemon().name("backfill-" + i).start(() -> work(backfill)));
        }
        for (Thread thread : all) {
            thread.join();
        }
    }

    /** What could not be done, in words. */
    synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    private void work(Backfill backfill) {
        try {
            for (String errand = take(); !errand.isEmpty(); errand = take()) {
                try {
                    backfill.run(Errand.parse(errand), () -> true);
                } catch (RuntimeException failed) {
                    failed(errand, failed);
                } finally {
                    done();
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empty if there is nothing and nobody who could still send something. */
    private synchronized String take() throws InterruptedException {
        while (waiting.isEmpty() && busy > 0) {
            wait();
        }
        if (waiting.isEmpty()) {
            return "";
        }
        busy++;
        return waiting.remove();
    }

    private synchronized void done() {
        busy--;
        notifyAll();
    }

    private synchronized void failed(String errand, RuntimeException failure) {
        if (tries.merge(errand, 1, Integer::sum) < MOST_TRIES) {
            waiting.add(errand);
        } else {
            Errand given = Errand.parse(errand);
            failures.add("s3://" + given.bucket() + "/" + given.prefix() + ": " + failure.getMessage());
        }
    }
}
