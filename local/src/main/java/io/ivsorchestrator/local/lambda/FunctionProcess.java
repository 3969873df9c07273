package io.ivsorchestrator.local.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One JVM that runs one handler under AWS's runtime interface client, as Lambda's managed Java runtime does. */
public final class FunctionProcess implements AutoCloseable {
    /** Of the JVM, as the stacks deploy functions ({@code JAVA_TOOL_OPTIONS}), and a heap. */
    public static final List<String> AS_DEPLOYED = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-XX:+DisableExplicitGC", "-Xmx512m");

    private static final String INTERFACE_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final RuntimeApi api;
    private final Path log;
    private final long startedNanoTime;

    private FunctionProcess(Process process, RuntimeApi api, Path log, long startedNanoTime) {
        this.process = process;
        this.api = api;
        this.log = log;
        this.startedNanoTime = startedNanoTime;
    }

    /**
     * Starts the process and returns at once.
     *
     * @param java        the java program, behind whatever shall start it
     * @param options     of the JVM, such as {@link #AS_DEPLOYED}
     * @param classPath   the interface client's jars and the function's
     * @param handler     class name
     * @param environment beside it the process sees what the interface client needs, and nothing of this process's
     * @param log         where the process writes what it says
     */
    public static FunctionProcess start(List<String> java, List<String> options, String classPath, String handler,
            Map<String, String> environment, Path log) {
        RuntimeApi api = RuntimeApi.start();
        List<String> command = new ArrayList<>();
        command.addAll(java);
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, INTERFACE_CLIENT, handler));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "local");
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        builder.environment().putIfAbsent("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        builder.environment().put("_HANDLER", handler);
        long now = System.nanoTime();
        try {
            return new FunctionProcess(builder.start(), api, log, now);
        } catch (IOException failed) {
            api.close();
            throw new UncheckedIOException("the function's JVM does not start: " + command, failed);
        }
    }

    /**
     * Has the function handle an event.
     *
     * @throws IllegalStateException with the process's last words, if it does not answer in time
     */
    public Answer invoke(String event, Duration timeout) throws InterruptedException {
        try {
            return api.invoke(event, timeout);
        } catch (IllegalStateException silent) {
            throw new IllegalStateException(silent.getMessage() + (process.isAlive() ? "" : " and its JVM has ended")
                    + "; it said:\n" + said(), silent);
        }
    }

    /**
     * Waits until the handler is constructed, which is what SnapStart takes its snapshot after.
     *
     * @throws IllegalStateException if that takes too long
     */
    public void awaitInitialization(Duration timeout) throws InterruptedException {
        api.awaitInitialization(timeout);
    }

    /** When the process was asked for, as {@link System#nanoTime()}. */
    public long startedNanoTime() {
        return startedNanoTime;
    }

    public long processId() {
        return process.pid();
    }

    /** Everything that the process has written so far. */
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Ends the process in order, as Lambda does, or else by force. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            api.close();
        }
    }
}
