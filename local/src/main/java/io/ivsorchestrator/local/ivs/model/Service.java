package io.ivsorchestrator.local.ivs.model;

/** The two APIs, which share the signing name {@code ivs}, the ARN's service part and the emulator's port. */
public enum Service {
    /** Low-latency streaming: channels. */
    IVS("ivs"),
    /** Real-time streaming: stages. */
    IVS_REALTIME("ivs-realtime");

    private final String id;

    Service(String id) {
        this.id = id;
    }

    /** The name of the API in AWS's service models. */
    public String id() {
        return id;
    }
}
