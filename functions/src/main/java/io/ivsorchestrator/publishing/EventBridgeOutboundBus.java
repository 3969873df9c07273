package io.ivsorchestrator.publishing;

import io.ivsorchestrator.events.OutboundNames;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** An Amazon EventBridge bus, one request per call. Needs {@code events:PutEvents} on it. */
public final class EventBridgeOutboundBus implements OutboundBus {
    private final EventBridgeClient eventBridge;
    private final String bus;

    /** @param bus name or ARN */
    public EventBridgeOutboundBus(EventBridgeClient eventBridge, String bus) {
        this.eventBridge = eventBridge;
        this.bus = bus;
    }

    @Override
    public List<String> put(List<OutboundEvent> events) {
        try {
            return eventBridge.putEvents(request -> request.entries(events.stream().map(this::entry).toList()))
                    .entries().stream().map(EventBridgeOutboundBus::problem).toList();
        } catch (SdkException failed) {
            return Collections.nCopies(events.size(), String.valueOf(failed.getMessage()));
        }
    }

    private PutEventsRequestEntry entry(OutboundEvent event) {
        return PutEventsRequestEntry.builder().eventBusName(bus).source(OutboundNames.SOURCE)
                .detailType(event.change().detailType()).detail(event.detail()).resources(event.resource().stream()
                        .toList())
                .build();
    }

    /** An entry that was taken has an event id and no error. */
    private static String problem(PutEventsResultEntry entry) {
        return entry.errorCode() == null ? "" : entry.errorCode() + ": " + entry.errorMessage();
    }
}
