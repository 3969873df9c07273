package io.ivsorchestrator.local.embedded;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/** ElasticMQ: SQS in memory, with visibility timeouts, delays and redrive to dead-letter queues. */
public final class LocalSqs implements EmbeddedPart {
    private final SQSRestServer server;
    private final URI endpoint;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LocalSqs(SQSRestServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /**
     * Starts an SQS without queues. Queue ARNs name {@link LocalClients#REGION} and {@link LocalClients#ACCOUNT}.
     *
     * @throws EmbeddedException if it cannot start
     */
    public static LocalSqs start() {
        SQSRestServer server = SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .withAWSRegion(LocalClients.REGION.id())
                .withAWSAccountId(LocalClients.ACCOUNT)
                .start();
        try {
            int port = server.waitUntilStarted().localAddress().getPort();
            return new LocalSqs(server, URI.create("http://127.0.0.1:" + port));
        } catch (RuntimeException failure) {
            throw EmbeddedException.unstarted("ElasticMQ", failure, () -> server.stopAndWait());
        }
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stopAndWait();
        }
    }
}
