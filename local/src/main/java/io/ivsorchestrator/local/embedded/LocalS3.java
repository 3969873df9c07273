package io.ivsorchestrator.local.embedded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.CrossOriginResourceSharing;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * S3Proxy over memory or a folder. It checks signatures and presigned URLs against {@link LocalClients}' credentials. It sends no
 * notifications: whoever puts an object here also tells the event bus.
 */
public final class LocalS3 implements EmbeddedPart {
    private static final String STOPPED = "STOPPED";

    /**
     * As docs/playback.md tells for a recording bucket: any page may read what it has a signed link to. The page of a browser
     * that follows a redirect from another origin is called {@code null}.
     */
    private static final CrossOriginResourceSharing CORS = new CrossOriginResourceSharing(List.of("*"),
            List.of("GET", "HEAD"), List.of("range"), List.of("content-length", "content-range"), "");

    private final S3Proxy server;
    private final BlobStore store;
    private final URI endpoint;

    private LocalS3(S3Proxy server, BlobStore store, URI endpoint) {
        this.server = server;
        this.store = store;
        this.endpoint = endpoint;
    }

    /**
     * Starts an S3 in memory, without buckets.
     *
     * @throws EmbeddedException if it cannot start
     */
    public static LocalS3 start() {
        return start(0, new TransientNio2BlobStore());
    }

    /**
     * Starts an S3 whose buckets are the folders of this one; an object is a file that has its key as path.
     *
     * @param port 0 = any free one
     * @throws UncheckedIOException if the folder cannot be made
     * @throws EmbeddedException if it cannot start
     */
    public static LocalS3 start(int port, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException impossible) {
            throw new UncheckedIOException("the data folder " + folder + " cannot be made", impossible);
        }
        return start(port, new FilesystemNio2BlobStore(folder.toAbsolutePath().normalize().toString()));
    }

    /**
     * Starts an S3 in memory, without buckets.
     *
     * @param port 0 = any free one
     * @throws EmbeddedException if it cannot start
     */
    public static LocalS3 start(int port) {
        return start(port, new TransientNio2BlobStore());
    }

    private static LocalS3 start(int port, BlobStore store) {
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4, LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY)
                .corsRules(CORS)
                // Newer SDKs send headers that change nothing; S3 ignores them as well.
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception failure) {
            throw EmbeddedException.unstarted("S3Proxy", failure, () -> server.stop());
        }
        return new LocalS3(server, store, URI.create("http://127.0.0.1:" + server.getPort()));
    }

    /** Stores an object without the way over HTTP. */
    public void put(String bucket, String key, byte[] body, String contentType) {
        store.putBlob(PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType(contentType)
                .contentLength((long) body.length)
                .build(), new ByteArrayInputStream(body));
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
