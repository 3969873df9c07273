package io.ivsorchestrator.local.embedded;

import java.net.URI;

/** One AWS service inside this JVM. It serves from {@code start()} on, until it is closed. */
public sealed interface EmbeddedPart extends AutoCloseable permits LocalDynamoDb, LocalS3, LocalSqs {
    /** Where the service listens: plain HTTP on the loopback interface, on a port that was free at the start. */
    URI endpoint();

    /** Stops the service, frees its port and ends its threads. What it held is gone. Closing again does nothing. */
    @Override
    void close();
}
