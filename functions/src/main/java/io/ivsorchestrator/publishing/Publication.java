package io.ivsorchestrator.publishing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts events on the bus, in order, as many to a request as go, and stops at the first that the bus does not take. */
final class Publication {
    /** In one go; after that the stream brings the events again. */
    private static final int ATTEMPTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private final OutboundBus bus;
    private final BooleanSupplier inTime;
    private final Set<OutboundEvent> taken = new HashSet<>();
    private long refused;

    Publication(OutboundBus bus, BooleanSupplier inTime) {
        this.bus = bus;
        this.inTime = inTime;
    }

    void publish(List<OutboundEvent> events) {
        List<OutboundEvent> request = new ArrayList<>();
        int size = 0;
        for (OutboundEvent event : events) {
            if (request.size() == OutboundBus.MAX_ENTRIES || size + event.size() > OutboundEvent.MAX_SIZE) {
                if (!put(request)) {
                    return;
                }
                request.clear();
                size = 0;
            }
            request.add(event);
            size += event.size();
        }
        if (!request.isEmpty()) {
            put(request);
        }
    }

    /** Whether all were taken. */
    private boolean put(List<OutboundEvent> request) {
        List<OutboundEvent> left = List.copyOf(request);
        for (int attempt = 0; attempt < ATTEMPTS && !left.isEmpty() && inTime.getAsBoolean(); attempt++) {
            List<String> problems = bus.put(left);
            List<OutboundEvent> again = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                if (problems.get(i).isEmpty()) {
                    taken.add(left.get(i));
                } else {
                    refused++;
                    again.add(left.get(i));
                    LOG.warn("not published id={} cause={}", left.get(i).id(), problems.get(i));
                }
            }
            left = again;
        }
        return left.isEmpty();
    }

    boolean took(OutboundEvent event) {
        return taken.contains(event);
    }

    /** How many events the bus took. */
    long taken() {
        return taken.size();
    }

    /** Those of them that tell of a start, end or failure, by {@link PublishReport#metric}. */
    Map<String, Long> takenByName() {
        return taken.stream().flatMap(event -> PublishReport.metric(event.recording().kind(), event.change()).stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    /** How often the bus did not take an event. */
    long refused() {
        return refused;
    }
}
