package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.emulator.scenario.BusyEvening;
import io.ivsorchestrator.local.emulator.scenario.ScenarioException;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The one command. Standard output holds the index and the answers, standard error everything about how it goes. */
@Command(name = "local/run", mixinStandardHelpOptions = true, version = "0.1.0", sortOptions = false, description = {
    "Runs the IVS Recording Orchestrator on this machine: no AWS account, no Docker.",
    "Without files it plays a built-in story. With files it indexes those: folders (or dumps of buckets) with"
            + " recordings in the S3 layout of Amazon IVS, and files or folders of captured EventBridge events."})
public final class LaptopCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofSeconds(1);

    @Parameters(arity = "0..*", paramLabel = "<file or folder>", description = "What to index.")
    private List<Path> paths = List.of();

    @Option(names = "--bucket", paramLabel = "<name>", description = "The bucket in which the recordings of the folders"
            + " lie. By default the one that the events name.")
    private @Nullable String bucket;

    @Option(names = "--ask", paramLabel = "<question>", description = "A question to answer, as at the prompt; may be"
            + " repeated.")
    private List<String> questions = List.of();

    @Option(names = "--seed", paramLabel = "<number>", defaultValue = "42", description = "Of the order in which the"
            + " story's events come. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--withhold", description = "Deliver none of the story's IVS events: what S3 alone tells.")
    private boolean withhold;

    @Option(names = "--scenario", paramLabel = "<file>", description = "Plays this scenario instead of the built-in story.")
    private @Nullable Path scenario;

    @Option(names = "--busy", description = "Plays a busy evening made up from --seed, without media, and compares the index"
            + " with what was really recorded.")
    private boolean busy;

    @Option(names = "--channels", paramLabel = "<number>", defaultValue = "200", description = "Channel recordings of a busy"
            + " evening. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(names = "--stages", paramLabel = "<number>", defaultValue = "100", description = "Stage sessions, each of four"
            + " participants. Default: ${DEFAULT-VALUE}.")
    private int stages;

    @Option(names = "--compositions", paramLabel = "<number>", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int compositions;

    @Option(names = "--faults", paramLabel = "<share>", defaultValue = "0.1", description = "What each kind of fault strikes of a"
            + " busy evening. Default: ${DEFAULT-VALUE}.")
    private double faults;

    @Option(names = "--policy", paramLabel = "<file>", description = "The recording policy by which channels and stages of the"
            + " emulator are provisioned. By default the built-in one.")
    private @Nullable Path policy;

    @Option(names = "--exit", description = "Stop when the index is printed instead of waiting for questions.")
    private boolean exit;

    private final InputStream in;
    private final PrintStream out;
    private final Progress progress;

    LaptopCommand(InputStream in, PrintStream out, Progress progress) {
        this.in = in;
        this.out = out;
        this.progress = progress;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        System.exit(run(System.in, new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, arguments));
    }

    /**
     * Runs the command.
     *
     * @param in  questions, a line each
     * @param out for the index and the answers
     * @param err for everything else
     * @return 0: all went well; 1: some input could not be used; 2: the command line makes no sense
     */
    public static int run(InputStream in, PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new LaptopCommand(in, out, new Progress(err, System::nanoTime)))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/run: " + failure.getMessage());
                    return failure instanceof IllegalArgumentException || failure instanceof ScenarioException ? 2 : 1;
                }).execute(arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Play play = play();
        progress.say("Starting DynamoDB, S3, SQS and the IVS emulator in this process ...");
        try (Laptop laptop = Laptop.start(Laptop.features(Optional.ofNullable(policy)), play.settings())) {
            progress.say("  " + laptop.endpoints());
            laptop.announcements().forEach(progress::say);
            List<String> problems = paths.isEmpty() ? perform(laptop, play) : index(laptop);
            if (!busy) {
                out.print(RecordingTable.of(laptop.everything()));
            }
            problems.forEach(problem -> progress.say("not used: " + problem));
            Question question = new Question(laptop.index());
            for (String asked : questions) {
                out.print("\n> " + asked + "\n" + question.answer(asked));
            }
            if (!exit) {
                converse(laptop, question);
            }
            return problems.isEmpty() ? 0 : 1;
        }
    }

    private Play play() {
        if (busy) {
            var evening = new BusyEvening(seed, channels, stages, compositions, faults);
            progress.say("A busy evening from seed " + seed);
            return Play.withoutMedia(evening.scenario());
        }
        return Play.of(scenario == null ? ScenarioReader.story() : ScenarioReader.read(scenario));
    }

    private List<String> perform(Laptop laptop, Play play) throws InterruptedException {
        boolean story = scenario == null && !busy;
        progress.say(
                story ? "Playing the story (order of events from seed " + seed + ") ..." : "Playing the scenario ...");
        List<String> problems = story ? play.shuffledOn(laptop, seed, withhold) : play.on(laptop);
        if (story) {
            // Somebody with access to the queue sends nonsense.
            laptop.send("{\"source\":\"aws.ivs\",\"detail-type\":\"IVS Recording State Change\",\"detail\":");
        }
        settle(laptop);
        report(laptop, Math.toIntExact(laptop.emulator().events().delivered()) + (story ? 1 : 0));
        if (story) {
            return problems;
        }
        List<String> all = new ArrayList<>(busy ? List.of() : problems);
        Comparison.Result result = Play.compare(laptop);
        out.println(
                "%d recordings are in the index as they were, of %d it knows less because their events were lost and they"
                        .formatted(result.exact(), result.excused()) + " left no metadata; differences: "
                        + result.differences().size());
        all.addAll(result.differences());
        return all;
    }

    private List<String> index(Laptop laptop) throws IOException, InterruptedException {
        progress.say("Reading " + paths.size() + (paths.size() == 1 ? " path ..." : " paths ..."));
        UserInput input = new UserInput(laptop, progress);
        int events = input.feed(paths, Optional.ofNullable(bucket));
        settle(laptop);
        report(laptop, events);
        List<String> problems = new ArrayList<>(input.problems());
        if (problems.isEmpty() && events == 0) {
            problems.add("no metadata and no event found in " + paths);
        }
        if (laptop.deadLetters() > 0) {
            problems.add(laptop.deadLetters() + " events were given up on after repeated failures");
        }
        return problems;
    }

    private void settle(Laptop laptop) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long waited = 0;
        while (!laptop.settle(GLANCE)) {
            long backlog = laptop.backlog();
            waited = backlog < least ? 0 : waited + 1;
            least = Math.min(least, backlog);
            if (waited > PATIENCE.dividedBy(GLANCE)) {
                progress.say("for " + PATIENCE.toMinutes() + " minutes none of the " + backlog
                        + " events that wait was handled; the index so far follows");
                return;
            }
            progress.say("  " + backlog + " events wait");
        }
    }

    private void report(Laptop laptop, int delivered) {
        progress.say(
                "%d events delivered; of %d that a rule wanted, %d were new, %d already known, %d of no use, %d put aside"
                        .formatted(delivered, laptop.counted("EventsReceived"), laptop.counted("EventsApplied"),
                                laptop.counted("EventsAlreadyKnown"), laptop.counted("EventsIgnored"),
                                laptop.counted("EventsQuarantined")));
        laptop.unmatched().entrySet().stream().map(LaptopCommand::unwanted).forEach(progress::say);
        laptop.quarantined().forEach(event -> progress.say("put aside: " + event.reason()));
    }

    private static String unwanted(Map.Entry<String, Long> kind) {
        return "no rule wants: " + kind.getValue() + " of " + kind.getKey();
    }

    /** Until "quit" or the end of what is typed or piped in; with no input at all, until the process is told to stop. */
    private void converse(Laptop laptop, Question question) throws IOException, InterruptedException {
        laptop.letTimePass();
        progress.say("Running. Ask (help for the questions, quit to stop).");
        boolean asked = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        BufferedReader typed = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = typed.readLine(); line != null; line = typed.readLine()) {
            if (line.strip().equals("quit")) {
                return;
            }
            if (!line.isBlank()) {
                out.print(question.answer(line));
            }
            asked = true;
        }
        // Nobody is there to ask, so it serves until it is told to stop.
        if (!asked) {
            new CountDownLatch(1).await();
        }
    }
}
