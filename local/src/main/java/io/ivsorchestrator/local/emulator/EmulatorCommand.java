package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.EmbeddedException;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.scenario.ScenarioException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The emulator by itself. Standard output holds endpoints, answers and, where asked for, events; standard error the rest. */
@Command(name = "local/ivs-emulator", mixinStandardHelpOptions = true, version = "0.1.0", sortOptions = false, description = {
    "Amazon IVS on this machine: the APIs ivs and ivs-realtime, recordings in an S3, events, faults.",
    "Without arguments it starts and serves until it is told to stop (Ctrl-C, SIGTERM, or the command stop). With a command it"
            + " tells the emulator that runs on --port what happens; the command help lists them."})
public final class EmulatorCommand implements Callable<Integer> {
    /** Where it listens unless told otherwise. */
    static final int PORT = 4810;

    @Parameters(index = "0", arity = "0..1", paramLabel = "<command>", description = "What happens; none = start.")
    private @Nullable String command;

    @Parameters(index = "1..*", paramLabel = "<name=value>", description = "The command's arguments. Of play: a file.")
    private List<String> arguments = List.of();

    @Option(names = "--port", paramLabel = "<number>", defaultValue = ""
            + PORT, description = "Of IVS and the control; 0 = any free"
                    + " one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--s3-port", paramLabel = "<number>", defaultValue = "4811", description = "Of S3; 0 = any free one. Default:"
            + " ${DEFAULT-VALUE}.")
    private int s3Port;

    @Option(names = "--data", paramLabel = "<folder>", description = "Keeps buckets and recordings in this folder, one folder for each"
            + " bucket, and finds them there again. By default they are in memory. What IVS holds (channels, stages,"
            + " configurations) always ends with the emulator.")
    private @Nullable Path data;

    @Option(names = "--bucket", paramLabel = "<name>", description = "A bucket to begin with; may be repeated.")
    private List<String> buckets = List.of();

    @Option(names = "--account", paramLabel = "<id>", defaultValue = LocalClients.ACCOUNT, description = "Default: ${DEFAULT-VALUE}.")
    private String account = LocalClients.ACCOUNT;

    @Option(names = "--region", paramLabel = "<region>", defaultValue = "us-west-2", description = "Default: ${DEFAULT-VALUE}.")
    private String region = "us-west-2";

    @Option(names = "--seed", paramLabel = "<number>", defaultValue = "42", description = "Of ids and faults. Default:"
            + " ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--clock", paramLabel = "<instant>", description = "Time stands still at this instant until the command clock"
            + " moves it. By default time is real.")
    private @Nullable Instant clock;

    @Option(names = "--events", paramLabel = "<file>", description = "Appends each event to this file as a line of JSON; - = standard"
            + " output.")
    private @Nullable Path events;

    @Option(names = "--events-to-queue", paramLabel = "<URL>", description = "Sends each event to this queue of a local SQS.")
    private @Nullable URI queue;

    @Option(names = "--events-to", paramLabel = "<URL>", description = "Posts each event to this address.")
    private @Nullable URI endpoint;

    @Option(names = "--rehearse", hidden = true, description = "Starts on free ports, does a little of everything and stops.")
    private boolean rehearse;

    private final PrintStream out;
    private final PrintStream err;
    private final CountDownLatch told;

    private EmulatorCommand(PrintStream out, PrintStream err, CountDownLatch told) {
        this.out = out;
        this.err = err;
        this.told = told;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        // Ctrl-C and SIGTERM: the emulator closes in its own order before the process ends.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            told.countDown();
            try {
                if (!done.await(10, TimeUnit.SECONDS)) {
                    System.err.println("local/ivs-emulator: did not stop within 10 s");
                }
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }));
        int status = run(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, told, arguments);
        done.countDown();
        System.exit(status);
    }

    /**
     * Runs the command.
     *
     * @param told ends a running emulator when it is counted down
     * @return 0: all went well; 1: it could not be done; 2: the command line makes no sense
     */
    public static int run(PrintStream out, PrintStream err, CountDownLatch told, String... arguments) {
        return new CommandLine(new EmulatorCommand(out, err, told))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/ivs-emulator: " + explanation(failure));
                    return failure instanceof ControlException || failure instanceof ScenarioException ? 2 : 1;
                }).execute(arguments);
    }

    private static String explanation(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return failure.getMessage() + (failure.getCause() == null ? "" : " (" + root.getMessage() + ")");
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rehearse) {
            port = 0;
            s3Port = 0;
            serve();
            return 0;
        }
        if (command == null) {
            serve();
            return 0;
        }
        return new Terminal(URI.create("http://127.0.0.1:" + port), out, err).tell(command, arguments);
    }

    private void serve() throws IOException, InterruptedException {
        EmulatorSettings settings = new EmulatorSettings(port, account, region, seed,
                clock == null ? new EmulatorClock.Real() : new EmulatorClock.Manual(clock), true);
        try (LocalS3 s3 = store(); EventTakers takers = takers()) {
            EventOutbox outbox = EventOutbox.to(takers.takers());
            try (outbox; EmulatorService service = start(settings, s3, outbox)) {
                buckets.forEach(service::ensureBucket);
                announce(service);
                Thread.ofVirtual().start(() -> {
                    try {
                        service.awaitStop();
                        told.countDown();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
                if (rehearse) {
                    new Terminal(service.endpoint(), out, err).tell("bucket", List.of("name=rehearsal"));
                    new Terminal(service.endpoint(), out, err).tell("channel",
                            List.of("name=rehearsal", "bucket=rehearsal"));
                    told.countDown();
                }
                told.await();
                err.println("Stopping.");
            }
        }
    }

    private static EmulatorService start(EmulatorSettings settings, LocalS3 s3, EventOutbox outbox) {
        try {
            return EmulatorService.start(settings, s3, outbox);
        } catch (UncheckedIOException taken) {
            throw new EmbeddedAddressException(
                    "port " + settings.port() + " cannot be used; choose another with --port", taken);
        }
    }

    private LocalS3 store() {
        try {
            return data == null ? LocalS3.start(s3Port) : LocalS3.start(s3Port, data);
        } catch (EmbeddedException failed) {
            throw new EmbeddedAddressException("S3 cannot be started on port " + s3Port
                    + "; choose another with --s3-port", failed);
        }
    }

    private EventTakers takers() {
        EventTakers takers = new EventTakers();
        if (events != null && events.toString().equals("-")) {
            takers.add("standard output", out::println);
        } else if (events != null) {
            takers.file(events);
        }
        if (queue != null) {
            takers.queue(queue);
        }
        if (endpoint != null) {
            takers.http(endpoint);
        }
        return takers;
    }

    private void announce(EmulatorService service) {
        PrintStream told = events != null && events.toString().equals("-") ? err : out;
        told.println("IVS " + service.endpoint() + " (ivs and ivs-realtime; control below " + ControlFront.PATH + "/)");
        told.println("S3  " + service.s3Endpoint() + " (access key " + LocalClients.ACCESS_KEY_ID + ", secret "
                + LocalClients.SECRET_ACCESS_KEY + ")");
        Duration since = Duration.between(
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()), Instant.now());
        told.println("ready " + since.toMillis() + " ms after the JVM's start; account " + account + ", region "
                + region + ", "
                + (clock == null ? "real time" : "time stands at " + clock) + ", seed " + seed);
    }

    /** Something on this machine is in the way. */
    private static final class EmbeddedAddressException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EmbeddedAddressException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
