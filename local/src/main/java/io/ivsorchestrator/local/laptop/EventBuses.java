package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.laptop.EventRule.Bus;
import io.ivsorchestrator.local.routing.LocalEventBus;
import io.ivsorchestrator.local.routing.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Both buses of a deployment. Without rules at first. */
public final class EventBuses {
    private final SqsClient sqs;
    private volatile Map<Bus, LocalEventBus> buses;

    EventBuses(SqsClient sqs) {
        this.sqs = sqs;
        this.buses = buses(Map.of());
    }

    /** Replaces all rules; what the buses have counted begins anew. */
    void route(Map<Bus, List<Rule>> rules) {
        buses = buses(rules);
    }

    private Map<Bus, LocalEventBus> buses(Map<Bus, List<Rule>> rules) {
        Map<Bus, LocalEventBus> made = new EnumMap<>(Bus.class);
        for (Bus bus : Bus.values()) {
            made.put(bus, LocalEventBus.of(sqs, rules.getOrDefault(bus, List.of())));
        }
        return made;
    }

    /** Gives an event to a bus, which drops and counts what no rule wants. */
    public void deliver(Bus bus, String event) {
        of(bus).deliver(event);
    }

    LocalEventBus of(Bus bus) {
        LocalEventBus known = buses.get(bus);
        if (known == null) {
            throw new IllegalStateException("no such bus: " + bus);
        }
        return known;
    }
}
