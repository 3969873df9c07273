package io.ivsorchestrator.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs writers one call at a time, in every order that their calls can come in. Deterministic: a writer runs only between
 * two of its calls, and only while all others wait.
 */
public final class Interleavings {
    private Interleavings() {
    }

    /**
     * Where two orders lead to the same table and the same answers to every writer, what follows is the same and is
     * explored once.
     *
     * @param table   makes the table of one run, with what is in it beforehand
     * @param writers each is given its way to the table and writes to it
     * @param check   of the table after a run, with the order of its calls, a writer's number each
     * @return how many runs it took
     */
    public static int explore(Supplier<InMemoryIndexTable> table, List<Consumer<IndexTable>> writers, Check check) {
        Deque<List<Integer>> unexplored = new ArrayDeque<>(List.of(List.of()));
        Set<Situation> known = new HashSet<>();
        int explored = 0;
        while (!unexplored.isEmpty()) {
            List<Integer> beginning = unexplored.pop();
            InMemoryIndexTable fresh = table.get();
            List<Integer> order = run(fresh, writers, beginning, unexplored, known);
            check.accept(fresh, order);
            explored++;
        }
        return explored;
    }

    /** Begins as told and goes on with the lowest writer; what else could have come is left to explore. */
    private static List<Integer> run(InMemoryIndexTable table, List<Consumer<IndexTable>> writers,
            List<Integer> beginning, Deque<List<Integer>> unexplored, Set<Situation> known) {
        List<Writer> running = writers.stream().map(work -> new Writer(table, work)).toList();
        List<Integer> order = new ArrayList<>();
        boolean exploring = true;
        while (true) {
            List<Integer> waiting = IntStream.range(0, running.size()).filter(i -> running.get(i).isWaiting()).boxed()
                    .toList();
            if (waiting.isEmpty()) {
                running.forEach(Writer::rethrow);
                return order;
            }
            int next = waiting.getFirst();
            if (order.size() < beginning.size()) {
                next = beginning.get(order.size());
            } else {
                exploring = exploring
                        && known.add(new Situation(table.items(), running.stream().map(Writer::answers).toList()));
                if (exploring) {
                    waiting.stream().skip(1)
                            .map(other -> Stream.concat(order.stream(), Stream.of(other)).toList())
                            .forEach(unexplored::push);
                }
            }
            order.add(next);
            running.get(next).step();
        }
    }

    /** What everything that follows depends on. */
    private record Situation(List<Item> items, List<List<Object>> answers) {}

    /** What has to hold after a run. */
    public interface Check {
        void accept(InMemoryIndexTable table, List<Integer> order);
    }

    /** A thread that stops before each of its calls. */
    private static final class Writer extends ForwardingIndexTable {
        private final Semaphore go = new Semaphore(0);
        private final Semaphore stopped = new Semaphore(0);
        private final List<Object> answers = new ArrayList<>();
        private boolean done;
        private @Nullable RuntimeException failure;

        Writer(IndexTable table, Consumer<IndexTable> work) {
            super(table);
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

        List<Object> answers() {
            return List.copyOf(answers);
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

        @Override
        protected <T> T call(Supplier<T> call) {
            stopped.release();
            go.acquireUninterruptibly();
            T answer = call.get();
            answers.add(Objects.requireNonNull(answer));
            return answer;
        }
    }
}
