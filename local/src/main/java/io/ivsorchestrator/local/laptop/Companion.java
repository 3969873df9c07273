package io.ivsorchestrator.local.laptop;

import java.util.Optional;

/** Something of a feature that runs beside the queues, from its assembly until the laptop closes. */
public interface Companion extends AutoCloseable {
    /** One line for whoever started the laptop, such as where it listens. */
    Optional<String> announcement();

    /** Whether there is nothing left to do because of what was delivered so far. */
    boolean idle();

    @Override
    void close();
}
