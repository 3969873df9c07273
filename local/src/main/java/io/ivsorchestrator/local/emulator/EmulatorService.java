package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.fault.EventRelay;
import io.ivsorchestrator.local.emulator.fault.Switchboard;
import io.ivsorchestrator.local.emulator.scenario.Scenario;
import io.ivsorchestrator.local.ivs.CloudTrailEvents;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The emulator with all that it needs to be of use: recordings go to an S3, events to a bus past the fault switchboard, and it can
 * be told what happens, by {@link #command} and over HTTP below {@link ControlFront#PATH}.
 */
public final class EmulatorService implements AutoCloseable {
    private static final Duration PULSE = Duration.ofMillis(250);

    private final S3Client s3;
    private final URI s3Endpoint;
    private final S3Buckets buckets;
    private final IvsEmulator ivs;
    private final EventRelay relay;
    private final Studio studio;
    private final Commands commands;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread pulse;

    private EmulatorService(EmulatorSettings settings, LocalS3 store, Consumer<String> bus) {
        this.s3 = LocalClients.s3(store.endpoint());
        this.s3Endpoint = store.endpoint();
        this.buckets = new S3Buckets(s3, settings.region());
        Switchboard faults = new Switchboard(settings.seed());
        this.relay = new EventRelay(faults, settings.clock(), bus);
        AccountSettings account = AccountSettings.of(settings.account(), settings.region());
        SplittableRandom random = new SplittableRandom(settings.seed());
        // The trail has ids of its own: how often somebody looks must not change what things are called.
        CloudTrailEvents events = new CloudTrailEvents(account, new Ids(random.split()), relay);
        // EventBridge delivers those of reading calls only to rules that ask for all management events, which is rare.
        Consumer<ApiCall> trail = call -> {
            if (!call.operation().readOnly()) {
                events.accept(call);
            }
        };
        this.ivs = IvsEmulator.start(settings.port(), account, settings.clock(), new Ids(random), buckets, trail,
                faults);
        this.studio = ivs.studio(new Shelf(store, settings.keepsMedia()), MediaLibrary.load(), relay, faults);
        this.commands = new Commands(this, new Stand(settings, ivs, studio, buckets, faults, relay, new Agenda()));
        ivs.serve(ControlFront.PATH, new ControlFront(commands));
        this.pulse = Thread.ofVirtual().name("ivs-emulator-pulse").unstarted(this::beat);
        if (settings.clock() instanceof EmulatorClock.Real) {
            pulse.start();
        }
    }

    /**
     * Starts it.
     *
     * @param store where recordings go; stays open when this closes
     * @param bus takes each event as JSON text, one at a time; calls of the API wait for it, so it must be quick
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public static EmulatorService start(EmulatorSettings settings, LocalS3 store, Consumer<String> bus) {
        return new EmulatorService(settings, store, bus);
    }

    /** The endpoint of both APIs of IVS, and of the control. */
    public URI endpoint() {
        return ivs.endpoint();
    }

    /** The endpoint of the S3 that recordings go to. */
    public URI s3Endpoint() {
        return s3Endpoint;
    }

    /** Makes a bucket where there is none. */
    public void ensureBucket(String bucket) {
        commands.execute(Command.BUCKET.written(), Arguments.of(List.of("name=" + bucket)));
    }

    /**
     * Does what a command says.
     *
     * @throws io.ivsorchestrator.local.emulator.control.ControlException if that cannot be
     */
    public ObjectNode command(String name, Arguments arguments) {
        return commands.execute(name, arguments);
    }

    /**
     * Plays a scenario to its end, which with a clock of one's own takes no time, and delivers whatever was held back.
     *
     * @return what could not be done, each with its place
     */
    public List<String> play(Scenario scenario) {
        return commands.play(scenario);
    }

    /** The buckets, with the settings that S3Proxy does not keep. */
    public BucketStore buckets() {
        return buckets;
    }

    /** What was recorded or should have been: the truth. */
    public List<Recorded> recorded() {
        return studio.recorded();
    }

    /** What became of the events so far. */
    public EventRelay.Totals events() {
        return relay.totals();
    }

    /** The events that a fault lost. */
    public List<String> lostEvents() {
        return relay.lost();
    }

    /** Waits until somebody tells it to stop, by the command of that name. */
    public void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    void askToStop() {
        stopAsked.countDown();
    }

    /** Real time passes of itself: what is due is done a few times a second. */
    private void beat() {
        try {
            while (!closed.await(PULSE.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS)) {
                commands.catchUp();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        stopAsked.countDown();
        ivs.close();
        s3.close();
    }
}
