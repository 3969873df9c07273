package io.ivsorchestrator.provisioning;

import java.util.List;

/**
 * What there is.
 *
 * @param configurations every configuration of the account and region, of both kinds
 * @param resources      channels and stages, all of them or some
 * @param complete       the kinds of which all resources are here: only then can it be said what is not used
 */
public record World(List<Configuration> configurations, List<Resource> resources, List<ResourceKind> complete) {
    public World {
        configurations = List.copyOf(configurations);
        resources = List.copyOf(resources);
        complete = List.copyOf(complete);
    }

    /** Some channels and stages, looked at by themselves. */
    static World some(List<Configuration> configurations, List<? extends Resource> resources) {
        return new World(configurations, List.copyOf(resources), List.of());
    }
}
