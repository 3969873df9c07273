package io.ivsorchestrator.local.ivs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.ivs.api.ApiFaults;
import io.ivsorchestrator.local.ivs.api.IvsApi;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.model.Operation;
import io.ivsorchestrator.local.ivs.studio.RecordingFaults;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.ObjectSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Amazon IVS, one account in one region, on the loopback interface. Credentials and signatures are not checked. State is
 * kept in memory and ends with the emulator.
 */
public final class IvsEmulator implements AutoCloseable {
    /** The system property that says for how many seconds a client may send one request. */
    static final String LONGEST_REQUEST = "sun.net.httpserver.maxReqTime";

    private final HttpServer server;
    private final ExecutorService threads;
    private final IvsAccount account;
    private final IvsApi api;
    private final MediaPlane mediaPlane;

    static {
        // The server reads it once: a client that does not finish its request is cut off, not waited for.
        if (System.getProperty(LONGEST_REQUEST) == null) {
            System.setProperty(LONGEST_REQUEST, "20");
        }
    }

    private IvsEmulator(HttpServer server, ExecutorService threads, IvsAccount account, IvsApi api) {
        this.server = server;
        this.threads = threads;
        this.account = account;
        this.api = api;
        this.mediaPlane = new MediaPlane(account);
    }

    /** As the other one, where the service refuses nothing for reasons of its own. */
    public static IvsEmulator start(
            int port,
            AccountSettings settings,
            InstantSource clock,
            Ids ids,
            BucketStore buckets,
            Consumer<ApiCall> listener) {
        return start(port, settings, clock, ids, buckets, listener, ApiFaults.NONE);
    }

    /**
     * Starts serving.
     *
     * @param port 0 = any free one
     * @param listener told every call, as {@link IvsApi#IvsApi} says
     * @param faults asked about every call
     * @throws UncheckedIOException if the port is taken
     */
    public static IvsEmulator start(
            int port,
            AccountSettings settings,
            InstantSource clock,
            Ids ids,
            BucketStore buckets,
            Consumer<ApiCall> listener,
            ApiFaults faults) {
        var account = new IvsAccount(settings, clock, ids, buckets);
        var api = new IvsApi(account, listener, faults);
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("ivs-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", new HttpFront(api, ids::uuid));
        server.start();
        return new IvsEmulator(server, threads, account, api);
    }

    /** What to give an SDK or the AWS CLI as endpoint of both APIs. */
    public URI endpoint() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort());
    }

    /**
     * Calls an operation as over HTTP.
     *
     * @throws ApiException if the service refuses
     */
    public ObjectNode call(String operation, ObjectNode request) {
        Operation known = api.operation(operation)
                .orElseThrow(() -> new ApiException(ErrorType.UNKNOWN_OPERATION, "There is no operation " + operation));
        return api.call(known, request, account.ids().uuid());
    }

    /** Serves something else on the same port, below that path. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    /** Changes how the account behaves from now on. */
    public void reconfigure(UnaryOperator<AccountSettings> change) {
        account.reconfigure(change);
    }

    /** What happens to the account other than by its API. */
    public MediaPlane mediaPlane() {
        return mediaPlane;
    }

    /** As {@link #studio(ObjectSink, MediaLibrary, Consumer, RecordingFaults)}, where nothing goes wrong of itself. */
    public Studio studio(ObjectSink objects, MediaLibrary library, Consumer<String> events) {
        return studio(objects, library, events, RecordingFaults.NONE);
    }

    /**
     * Where the account's channels, stages and compositions are live, with all that follows from it. There should be one.
     *
     * @param objects takes the objects of recordings
     * @param events takes each event as JSON text
     * @param faults asked as recordings start
     */
    public Studio studio(
            ObjectSink objects, MediaLibrary library, Consumer<String> events, RecordingFaults faults) {
        return new Studio(account, objects, library, events, faults);
    }

    /** Stops; calls that are being answered have a second, such as the one that asks to stop. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdownNow();
    }
}
