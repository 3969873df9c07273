package io.ivsorchestrator.publishing;

import java.util.List;

/** The event bus. */
public interface OutboundBus {
    /** PutEvents takes so many entries. */
    int MAX_ENTRIES = 10;

    /**
     * Puts events on the bus, each for itself.
     *
     * @param events 1 to {@value #MAX_ENTRIES}, together at most {@link OutboundEvent#MAX_SIZE}
     * @return for each in that order why it was not taken; empty text for one that was
     */
    List<String> put(List<OutboundEvent> events);
}
