package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.publishing.OutboundBus;
import io.ivsorchestrator.publishing.OutboundEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Our own bus: takes each event of a request or does not, and may have taken those of a request that failed. */
final class SimulatedBus implements OutboundBus {
    private static final double PARTLY = 0.3;

    private final Calls calls;
    private final Consumer<OutboundEvent> target;
    private final Sabotage sabotage;
    private int acknowledged;
    private final List<OutboundEvent> taken = new ArrayList<>();

    /** @param target gets what is taken */
    SimulatedBus(Calls calls, Sabotage sabotage, Consumer<OutboundEvent> target) {
        this.calls = calls;
        this.sabotage = sabotage;
        this.target = target;
    }

    @Override
    public List<String> put(List<OutboundEvent> events) {
        try {
            return calls.make(() -> events.stream().map(this::take).toList(), FailedRequest::new);
        } catch (FailedRequest failed) {
            // As the adapter tells it.
            return Collections.nCopies(events.size(), "the request failed");
        }
    }

    private String take(OutboundEvent event) {
        if (calls.chance().in(calls.faults().refused() * PARTLY)) {
            calls.tally().saw(Tally.Seen.PARTLY_TAKEN);
            return "ThrottlingException: slow down";
        }
        if (sabotage == Sabotage.FORGOTTEN_EVENT && ++acknowledged % 5 == 0) {
            return "";
        }
        boolean renumbers = sabotage == Sabotage.RENUMBERED_EVENT && taken.size() % 5 == 4;
        OutboundEvent what = renumbers
                ? new OutboundEvent(event.recording(), event.sequence() + 1, event.change(), event.resource(),
                        event.detail())
                : event;
        taken.add(what);
        target.accept(what);
        return "";
    }

    List<OutboundEvent> taken() {
        return Collections.unmodifiableList(taken);
    }

    private static final class FailedRequest extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
