package io.ivsorchestrator.local.embedded;

import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/**
 * S3Proxy over memory. It checks signatures and presigned URLs against {@link LocalClients}' credentials. It sends no
 * notifications: whoever puts an object here also tells the event bus.
 */
public final class LocalS3 implements EmbeddedPart {
    private static final String STOPPED = "STOPPED";

    private final S3Proxy server;
    private final URI endpoint;

    private LocalS3(S3Proxy server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /**
     * Starts an S3 without buckets.
     *
     * @throws EmbeddedException if it cannot start
     */
    public static LocalS3 start() {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4, LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY)
                // Newer SDKs send headers that change nothing; S3 ignores them as well.
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception failure) {
            var unstarted = new EmbeddedException("S3Proxy did not start", failure);
            try {
                server.stop();
            } catch (Exception second) {
                unstarted.addSuppressed(second);
            }
            throw unstarted;
        }
        return new LocalS3(server, URI.create("http://127.0.0.1:" + server.getPort()));
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        if (server.getState().equals(STOPPED)) {
            return;
        }
        try {
            server.stop();
        } catch (Exception failure) {
            throw new EmbeddedException("S3Proxy did not stop", failure);
        }
    }
}
