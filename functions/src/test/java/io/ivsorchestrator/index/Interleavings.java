package io.ivsorchestrator.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs writers one call at a time, in every order that their calls can come in. Deterministic: a writer runs only between
 * two of its calls, and only while all others wait.
 */
public final class Interleavings {
    private Interleavings() {
    }

    /**
     * @param table   makes the table of one run, with what is in it beforehand
     * @param writers each is given its way to the table and writes to it
     * @param check   of the table after a run, with the order of its calls, a writer's number each
     * @return how many orders there were
     */
    public static <T extends IndexTable> int explore(Supplier<T> table, List<Consumer<IndexTable>> writers,
            Check<T> check) {
        Deque<List<Integer>> unexplored = new ArrayDeque<>(List.of(List.of()));
        int explored = 0;
        while (!unexplored.isEmpty()) {
            List<Integer> beginning = unexplored.pop();
            T fresh = table.get();
            List<Integer> order = run(fresh, writers, beginning, unexplored);
            check.accept(fresh, order);
            explored++;
        }
        return explored;
    }

    /** Begins as told and goes on with the lowest writer; what else could have come is left to explore. */
    private static List<Integer> run(IndexTable table, List<Consumer<IndexTable>> writers, List<Integer> beginning,
            Deque<List<Integer>> unexplored) {
        List<Writer> running = writers.stream().map(work -> new Writer(table, work)).toList();
        List<Integer> order = new ArrayList<>();
        while (true) {
            List<Integer> waiting = new ArrayList<>();
            for (int i = 0; i < running.size(); i++) {
                if (running.get(i).isWaiting()) {
                    waiting.add(i);
                }
            }
            if (waiting.isEmpty()) {
                running.forEach(Writer::rethrow);
                return order;
            }
            int next = waiting.getFirst();
            if (order.size() < beginning.size()) {
                next = beginning.get(order.size());
            } else {
                waiting.stream().skip(1).forEach(other -> {
                    List<Integer> alternative = new ArrayList<>(order);
                    alternative.add(other);
                    unexplored.push(alternative);
                });
            }
            order.add(next);
            running.get(next).step();
        }
    }

    /** What has to hold after a run. */
    public interface Check<T> {
        void accept(T table, List<Integer> order);
    }

    /** A thread that stops before each of its calls. */
    private static final class Writer implements IndexTable {
        private final IndexTable table;
        private final Semaphore go = new Semaphore(0);
        private final Semaphore stopped = new Semaphore(0);
        private boolean done;
        private @Nullable RuntimeException failure;

        Writer(IndexTable table, Consumer<IndexTable> work) {
            this.table = table;
            Thread.ofVirtual().start(() -> {
                try {
                    work.accept(this);
                } catch (RuntimeException failed) {
                    failure = failed;
                } finally {
                    done = true;
                    stopped.release();
                }
            });
            stopped.acquireUninterruptibly();
        }

        boolean isWaiting() {
            return !done;
        }

        void step() {
            go.release();
            stopped.acquireUninterruptibly();
        }

        void rethrow() {
            if (failure != null) {
                throw failure;
            }
        }

        private <T> T call(Supplier<T> call) {
            stopped.release();
            go.acquireUninterruptibly();
            return call.get();
        }

        @Override
        public Optional<Item> get(ItemKey key) {
            return call(() -> table.get(key));
        }

        @Override
        public List<Item> partition(String partition) {
            return call(() -> table.partition(partition));
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            return call(() -> table.put(item, pointers));
        }

        @Override
        public void put(Item item) {
            call(() -> {
                table.put(item);
                return true;
            });
        }

        @Override
        public List<Item> query(Range range, int limit) {
            return call(() -> table.query(range, limit));
        }
    }
}
