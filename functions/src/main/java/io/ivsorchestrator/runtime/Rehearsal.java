package io.ivsorchestrator.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a function handle an event before there is one, where Lambda initializes it ahead of events: what is loaded and compiled then is in
 * SnapStart's snapshot, and the first event finds it (Lambda Developer Guide, "Maximize Lambda SnapStart performance").
 *
 * <p>All services of the rehearsal are {@link Scenery}; nothing is read from AWS or written to it, and nothing counted. Then one
 * harmless request goes to the real service, so that credentials, HTTP and TLS are warm as well.
 */
public final class Rehearsal {
    /** As often as C1 wants to see a method before it compiles it (the JVM's Tier1InvocationThreshold, 200), and no more. */
    private static final int ROUNDS = 200;

    private static final String INITIALIZATION = "AWS_LAMBDA_INITIALIZATION_TYPE";
    /** An event waits for the function already: it is no time to rehearse. */
    private static final String ON_DEMAND = "on-demand";

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Map<String, String> variables;

    Rehearsal(Map<String, String> variables) {
        this.variables = variables;
    }

    /** What is rehearsed. */
    public interface Play {
        /** The function, with the same use case as ever. */
        RequestStreamHandler handler(AwsClients aws, Metrics metrics);

        /** What it handles, as Lambda gives it. */
        String event();

        /** What S3 answers to whatever is read. */
        String object();

        /** Makes one request of the real service that changes nothing, by the clients that events will use. */
        void ask(AwsClients aws);
    }

    /** Rehearses unless an event is waiting. If that fails, the first event is slow and the log says why. */
    public static void beforeEvents(Environment environment, AwsClients aws, Play play) {
        new Rehearsal(System.getenv()).perform(environment, aws, play);
    }

    void perform(Environment environment, AwsClients aws, Play play) {
        if (variables.getOrDefault(INITIALIZATION, ON_DEMAND).equals(ON_DEMAND)) {
            return;
        }
        try {
            AwsClients scenery = AwsClients.rehearsing(environment, new Scenery(play.object()));
            RequestStreamHandler handler = play.handler(scenery,
                    new EmbeddedMetrics(variables, InstantSource.system(), new PrintStream(
                            OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
            byte[] event = play.event().getBytes(StandardCharsets.UTF_8);
            for (int round = 0; round < ROUNDS; round++) {
                handler.handleRequest(new ByteArrayInputStream(event), OutputStream.nullOutputStream(),
                        new RehearsedInvocation());
            }
            play.ask(aws);
        } catch (IOException | RuntimeException failed) {
            LOG.warn("the rehearsal failed, so the first event will be slow", failed);
        }
    }
}
