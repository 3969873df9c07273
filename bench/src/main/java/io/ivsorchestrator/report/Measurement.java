package io.ivsorchestrator.report;

import java.nio.file.Path;
import java.util.List;

/** A section of the page: what is measured, why and how. The program prints the rest as Markdown. */
enum Measurement {
    /** JMH. */
    CODE("Code without I/O",
            """
                    One thread on one CPU, serial collector. Decoding and joining: one operation is one event, the documented events of all \
                    three kinds of recording as EventBridge delivers them; the aim is 200,000 a second. Playlists and plans: the time of a whole \
                    one by its size, which shall grow as the size does.
                    """,
            "taskset -c 0", "io.ivsorchestrator.report.Jmh"),
    /** Processes under the interface client. */
    COLD_START("Cold start",
            """
                    From the start of the JVM to the answer to the first event: the deployable jar under AWS's runtime interface client and a \
                    local Runtime API, DynamoDB Local and S3Proxy on the loopback interface, one CPU, C1 only, medians. Beside it a handler that \
                    does nothing, a hello world with Lambda's event classes, and the same work as tutorials write it: default clients, the \
                    Enhanced Client, databind, Powertools with Log4j. *Initialized ahead* is what SnapStart takes its snapshot of; there only the \
                    event after it counts. The aims: plain at most 0.55 of the conventional build and 6 times hello world; with an AOT cache at \
                    most 0.25 of the conventional build without one and 2.5 times hello world; the first event after an initialization \
                    ahead at most 3 times a warm one. These are local figures: Lambda adds its own time for the sandbox, and its CPUs are \
                    others.
                    """,
            "", "io.ivsorchestrator.coldstart.ColdStart"),
    /** A queue that is drained. */
    LOAD("Load",
            """
                    Events of channels' recordings through SQS, handler and services, all in one JVM on one CPU. With DynamoDB Local most of the \
                    time is its own; with a stub that takes everything at once what remains is the queue, the SDK and the handler.
                    """,
            "taskset -c 0", "io.ivsorchestrator.load.EventsPerSecond"),
    /** Two sizes of an index. */
    PAGES("Pages as the index grows",
            """
                    One channel has all recordings, all on one day, which is the worst that a partition can be, in DynamoDB Local in the \
                    same process; pages of 50, of both indexes in turn, either first by chance. Each page is one request, eight for a day, \
                    whatever the size; a test counts them. The aim is a ratio of the 99th percentiles of at most 1.2. The tables have no \
                    change stream: with one, DynamoDB Local looks on every request for the first change record of the table through \
                    those of all tables, so the one filled second pays for the first. DynamoDB's streams are read apart from its tables.
                    """,
            "", "io.ivsorchestrator.query.PageLatency"),
    /** Counts times prices. */
    COST("Cost",
            """
                    By the requests of [requests.md](requests.md), which a test counts, and the prices and assumptions in \
                    `bench/src/main/resources/prices.properties`: put those of your region there. Indexing and publishing, one \
                    event per batch, which is the dearest way; what is not counted is said there, too.
                    """,
            "", "io.ivsorchestrator.cost.CostModel");

    private final String title;
    private final String about;
    private final String before;
    private final String program;

    Measurement(String title, String about, String before, String program) {
        this.title = title;
        this.about = about;
        this.before = before;
        this.program = program;
    }

    String title() {
        return title;
    }

    String about() {
        return about;
    }

    /** What stands before {@code java}. */
    List<String> before() {
        return before.isEmpty() ? List.of() : List.of(before.split(" "));
    }

    String program() {
        return program;
    }

    /** The program's. */
    List<String> arguments(Path root, Path deployable) {
        return switch (this) {
            case CODE, PAGES -> List.of();
            case COLD_START -> List.of(deployable.toString(), "5");
            case LOAD -> List.of("2500");
            case COST -> List.of(root.resolve("docs/requests.md").toString());
        };
    }
}
