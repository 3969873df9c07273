package io.ivsorchestrator.local.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * AWS's DynamoDB Local in memory, change streams included. One database for all credentials and regions.
 *
 * <p>Its request handler is served by a Jetty of our own instead of its {@code ServerRunner}: that one listens on every
 * interface of the machine, cannot choose a free port, sets system properties and reports usage to AWS unless told not to.
 */
public final class LocalDynamoDb implements EmbeddedPart {
    /** Held here, because java.util.logging forgets the level of a logger that nobody refers to. */
    private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

    private final Server server;
    private final LocalDynamoDBServerHandler handler;
    private final URI endpoint;

    private LocalDynamoDb(Server server, LocalDynamoDBServerHandler handler, URI endpoint) {
        this.server = server;
        this.handler = handler;
        this.endpoint = endpoint;
    }

    /**
     * Starts an empty DynamoDB.
     *
     * @throws EmbeddedException if it cannot start, for example for want of SQLite's native library on this platform
     */
    public static LocalDynamoDb start() {
        // It announces every statement's connection at INFO.
        SQLITE_LOG.setLevel(Level.WARNING);
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setStopAtShutdown(false);
        try {
            var requests = new LocalDynamoDBRequestHandler(0, true, null, true, false);
            // No origin may call it from a browser.
            var handler = new LocalDynamoDBServerHandler(requests, "");
            server.setHandler(new ContextHandler(handler, "/"));
            server.start();
            URI endpoint = URI.create("http://127.0.0.1:" + server.getURI().getPort());
            return new LocalDynamoDb(server, handler, endpoint);
        } catch (Exception failure) {
            // No method reference: that would name the type of Jetty that declares it.
            throw EmbeddedException.unstarted("DynamoDB Local", failure, () -> server.stop());
        }
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        if (server.isStopped()) {
            return;
        }
        try {
            server.stop();
            handler.close();
        } catch (Exception failure) {
            throw new EmbeddedException("DynamoDB Local did not stop", failure);
        }
    }
}
