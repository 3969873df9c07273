package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.RealTimeApi;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configurations that exist, kept for some minutes: they change rarely, IVS takes three or five lists a second from
 * everybody together, and what is attached by a stale list is refused by IVS and looked up again.
 */
final class Catalog {
    static final Duration MAX_AGE = Duration.ofMinutes(5);
    /** One that is being made is looked at again no sooner. */
    static final Duration GLANCE = Duration.ofSeconds(2);

    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final Deployment deployment;
    private final InstantSource clock;
    private final Map<ResourceKind, Listing> listings = new EnumMap<>(ResourceKind.class);

    Catalog(LowLatencyApi lowLatency, RealTimeApi realTime, Deployment deployment, InstantSource clock) {
        this.lowLatency = lowLatency;
        this.realTime = realTime;
        this.deployment = deployment;
        this.clock = clock;
    }

    private record Listing(List<Configuration> configurations, Instant listed, Instant looked) {}

    /** At most {@link #MAX_AGE} old. */
    List<Configuration> all(ResourceKind kind) {
        Listing known = listings.get(kind);
        if (known == null || !known.listed().plus(MAX_AGE).isAfter(clock.instant())) {
            return listAgain(kind);
        }
        boolean growing = known.configurations().stream().anyMatch(this::isGrowing)
                && !known.looked().plus(GLANCE).isAfter(clock.instant());
        if (growing) {
            List<Configuration> current = known.configurations().stream()
                    .flatMap(it -> (isGrowing(it) ? again(it) : Optional.of(it)).stream()).toList();
            listings.put(kind, new Listing(current, known.listed(), clock.instant()));
            return current;
        }
        return known.configurations();
    }

    private boolean isGrowing(Configuration configuration) {
        return configuration.state() == Configuration.State.CREATING && deployment.made(configuration);
    }

    /** One call instead of a list: its state is all that can have changed. */
    private Optional<Configuration> again(Configuration configuration) {
        try {
            Configuration now = Configuration.of(lowLatency.getRecordingConfiguration(configuration.arn()));
            return Optional.of(new Configuration(now.arn(), now.kind(), now.name(), now.bucket(), now.state(),
                    configuration.tags()));
        } catch (IvsRefusedException.NotFound gone) {
            return Optional.empty();
        }
    }

    List<Configuration> listAgain(ResourceKind kind) {
        List<Configuration> configurations = switch (kind) {
            case CHANNEL -> Page.all(lowLatency::listRecordingConfigurations).map(Configuration::of).toList();
            case STAGE -> Page.all(realTime::listStorageConfigurations).map(Configuration::of).toList();
        };
        listings.put(kind, new Listing(configurations, clock.instant(), clock.instant()));
        return configurations;
    }

    void added(Configuration configuration) {
        Listing known = listings.get(configuration.kind());
        if (known != null) {
            List<Configuration> more = new ArrayList<>(known.configurations());
            more.add(configuration);
            listings.put(configuration.kind(), new Listing(List.copyOf(more), known.listed(), clock.instant()));
        }
    }

    void removed(Configuration configuration) {
        Listing known = listings.get(configuration.kind());
        if (known != null) {
            Arn arn = configuration.arn();
            listings.put(configuration.kind(), new Listing(known.configurations().stream()
                    .filter(it -> !it.arn().equals(arn)).toList(), known.listed(), known.looked()));
        }
    }

    /** Somebody changed something. */
    void forget(ResourceKind kind) {
        listings.remove(kind);
    }
}
