package io.ivsorchestrator.events;

/** Names that those who subscribe to our events put into their rules. */
public final class OutboundNames {
    /** The event bus. */
    public static final String BUS = "ivs-recordings";
    /** The {@code source} of all its events. */
    public static final String SOURCE = "ivs-recording-orchestrator";
    /** The major version is the schema's; an addition that breaks nobody raises the minor one. */
    public static final String SCHEMA_VERSION = "1.1";
    /** On the class path: the JSON Schema of the whole event, envelope included. */
    public static final String SCHEMA = "/schemas/recording-event-1.json";

    private OutboundNames() {
    }
}
