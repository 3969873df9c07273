package io.ivsorchestrator.local.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The three embedded services together.
 *
 * @param dynamoDb the index lives here
 * @param s3 the recordings live here
 * @param sqs the queues between event bus and handlers live here
 */
public record Embedded(LocalDynamoDb dynamoDb, LocalS3 s3, LocalSqs sqs) implements AutoCloseable {

    /**
     * Starts all three at once and waits for the slowest, interrupted or not: a start cannot be called off half-way.
     *
     * @throws EmbeddedException if one does not start; the others are stopped by then
     */
    public static Embedded start() {
        return start(LocalDynamoDb::start, LocalS3::start, LocalSqs::start);
    }

    static Embedded start(Supplier<LocalDynamoDb> dynamoDb, Supplier<LocalS3> s3, Supplier<LocalSqs> sqs) {
        // Platform threads: starting is mostly class loading, which would pin virtual ones.
        try (ExecutorService starters = Executors.newFixedThreadPool(3)) {
            var first = CompletableFuture.supplyAsync(dynamoDb, starters);
            var second = CompletableFuture.supplyAsync(s3, starters);
            var third = CompletableFuture.supplyAsync(sqs, starters);
            List<EmbeddedPart> started = new ArrayList<>();
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<? extends EmbeddedPart> part : List.of(first, second, third)) {
                try {
                    started.add(part.join());
                } catch (CompletionException failure) {
                    failures.add(failure.getCause() == null ? failure : failure.getCause());
                }
            }
            if (failures.isEmpty()) {
                return new Embedded(first.join(), second.join(), third.join());
            }
            failures.addAll(closeInReverse(started));
            throw exception("the embedded services did not start", failures);
        }
    }

    /**
     * Stops all three, the last first, each even if another one fails to stop.
     *
     * @throws EmbeddedException if one does not stop; further failures are suppressed in it
     */
    @Override
    public void close() {
        List<Throwable> failures = closeInReverse(List.of(dynamoDb, s3, sqs));
        if (!failures.isEmpty()) {
            throw exception("the embedded services did not stop", failures);
        }
    }

    private static List<Throwable> closeInReverse(List<EmbeddedPart> parts) {
        List<Throwable> failures = new ArrayList<>();
        for (EmbeddedPart part : parts.reversed()) {
            try {
                part.close();
            } catch (RuntimeException failure) {
                failures.add(failure);
            }
        }
        return failures;
    }

    private static EmbeddedException exception(String message, List<Throwable> failures) {
        var exception = new EmbeddedException(message, failures.getFirst());
        failures.stream().skip(1).forEach(exception::addSuppressed);
        return exception;
    }
}
