package io.ivsorchestrator.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clock and the scheduler: what is to happen when, and which process goes on. A process is a virtual thread that runs only
 * while it has the baton, and gives it away wherever it pauses, so that one seed always gives the same order of everything. At
 * the same moment chance decides who comes first.
 */
final class Timeline implements InstantSource {
    static final Instant BEGINNING = Instant.parse("2026-03-07T08:00:00Z");
    /** A world that takes more does not come to rest. */
    private static final int MOST_STEPS = 300_000;

    private final PriorityQueue<Entry> agenda = new PriorityQueue<>();
    private final Set<Strand> living = ConcurrentHashMap.newKeySet();
    private final Strand main = new Strand(Thread.currentThread());
    private final Chance chance;
    private long now;
    private long entries;
    private long readings;
    private int steps;
    private @Nullable Strand running;
    private volatile @Nullable Throwable failure;

    Timeline(Chance chance) {
        this.chance = chance;
    }

    /** As our code sees it: two processes never read the same time to the microsecond. */
    @Override
    public Instant instant() {
        return BEGINNING.plusMillis(now).plus(readings++ % 1000, ChronoUnit.MICROS);
    }

    /** As the world has it: to the millisecond, and to the second where nothing else is asked for. */
    Instant moment() {
        return BEGINNING.plusMillis(now);
    }

    /** Milliseconds since the beginning. */
    long now() {
        return now;
    }

    /** The process that has the baton; none while the world itself does something. */
    @Nullable
    Strand running() {
        return running;
    }

    /** At that time, or now if that is over. */
    void at(Instant time, Runnable action) {
        add(Duration.between(BEGINNING, time).toMillis(), action, null);
    }

    void after(long millis, Runnable action) {
        add(now + millis, action, null);
    }

    /** A process of its own, from now on. */
    void start(Runnable work) {
        Strand process = new Strand(work);
        living.add(process);
        add(now, null, process);
    }

    private void add(long time, @Nullable Runnable action, @Nullable Strand process) {
        agenda.add(new Entry(Math.max(now, time), chance.below(1 << 20), entries++, action, process));
    }

    /** Nothing happens for a while. */
    void pass(Duration time) {
        after(time.toMillis(), () -> {});
        run();
    }

    /** Lets others go; does nothing for the world itself. */
    void pause(long millis) {
        Strand self = running;
        if (self != null) {
            add(now + millis, null, self);
            pass(self);
        }
    }

    /**
     * Until nothing is left to do.
     *
     * @throws Error or RuntimeException whatever a process or an action threw
     */
    void run() {
        if (!agenda.isEmpty()) {
            pass(main);
        }
        Throwable thrown = failure;
        if (thrown != null) {
            living.forEach(Strand::resume);
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) thrown;
        }
    }

    /** Goes on with what comes next; returns when it is the caller's turn again. */
    private void pass(Strand self) {
        try {
            Strand next = next();
            if (next == self) {
                return;
            }
            next.resume();
        } catch (RuntimeException | Error thrown) {
            fail(thrown);
        }
        if (!self.isOver()) {
            self.await();
            if (failure != null && self != main) {
                throw new Abandoned();
            }
        }
    }

    /** The next process to run; does on the way what needs none. The one who waits for the end, if that is all. */
    private Strand next() {
        while (true) {
            Entry entry = agenda.poll();
            if (entry == null) {
                running = null;
                return main;
            }
            if (++steps > MOST_STEPS) {
                throw new AssertionError("the world does not come to rest within " + MOST_STEPS + " steps");
            }
            now = entry.time;
            running = entry.process;
            if (entry.process != null) {
                return entry.process;
            }
            if (entry.action != null) {
                entry.action.run();
            }
        }
    }

    private void fail(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        main.resume();
    }

    /** What is to happen; either an action or a process that goes on. */
    private record Entry(long time, int tie, long number, @Nullable Runnable action, @Nullable Strand process)
            implements
            Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            if (time != other.time) {
                return Long.compare(time, other.time);
            }
            return tie != other.tie ? Integer.compare(tie, other.tie) : Long.compare(number, other.number);
        }
    }

    /** Something failed elsewhere, and this world ends. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("the world has ended", null, false, false);
        }
    }

    /** A thread that runs while it has the baton. */
    final class Strand {
        private final Thread thread;
        private volatile boolean turn;
        private volatile boolean over;
        /** The invocation that it is, as long as it is one. */
        private @Nullable Life life;

        private Strand(Thread main) {
            this.thread = main;
        }

        private Strand(Runnable work) {
            this.thread = Thread.ofVirtual().unstarted(() -> {
                await();
                try {
                    if (failure == null) {
                        work.run();
                    }
                } catch (Abandoned worldEnded) {
                    // as it should
                } catch (RuntimeException | Error thrown) {
                    fail(thrown);
                }
                over = true;
                living.remove(this);
                if (failure == null) {
                    pass(this);
                }
            });
        }

        /** Whether it is the process itself that asks, and not a thread that works for it. */
        boolean isHere() {
            return thread.equals(Thread.currentThread());
        }

        void live(@Nullable Life its) {
            life = its;
        }

        @Nullable
        Life life() {
            return life;
        }

        private boolean isOver() {
            return over;
        }

        private void resume() {
            turn = true;
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            } else {
                LockSupport.unpark(thread);
            }
        }

        private void await() {
            while (!turn) {
                LockSupport.park(this);
            }
            turn = false;
        }
    }
}
