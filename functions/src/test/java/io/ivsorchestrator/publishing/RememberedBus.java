package io.ivsorchestrator.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A bus that keeps what it takes, for tests; it can refuse, and it can be the last thing that its caller sees. */
public final class RememberedBus implements OutboundBus {
    private final List<OutboundEvent> taken = new ArrayList<>();
    private final List<Integer> requests = new ArrayList<>();
    private Predicate<OutboundEvent> refuses = _ -> false;

    @Override
    public synchronized List<String> put(List<OutboundEvent> events) {
        requests.add(events.size());
        if (events.size() > MAX_ENTRIES
                || events.stream().mapToInt(OutboundEvent::size).sum() > OutboundEvent.MAX_SIZE) {
            throw new IllegalArgumentException("a request that EventBridge refuses: " + events.size() + " entries");
        }
        return events.stream().map(event -> {
            if (refuses.test(event)) {
                return "ThrottlingException: slow down";
            }
            taken.add(event);
            return "";
        }).toList();
    }

    /** From now on. */
    public synchronized void refuse(Predicate<OutboundEvent> which) {
        refuses = which;
    }

    public synchronized List<OutboundEvent> taken() {
        return List.copyOf(taken);
    }

    /** For each event {@code <id> <detail type>}. */
    public synchronized List<String> told() {
        return taken.stream().map(event -> event.id() + " " + event.change().detailType()).toList();
    }

    /** How many events each request had. */
    public synchronized List<Integer> requests() {
        return List.copyOf(requests);
    }
}
