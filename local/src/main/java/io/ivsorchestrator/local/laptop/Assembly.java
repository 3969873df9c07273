package io.ivsorchestrator.local.laptop;

import java.util.List;

/**
 * What a feature consists of on the laptop.
 *
 * @param pipelines the queues that feed its functions
 * @param companions whatever else of it runs: an HTTP server, what polls a change stream, what a schedule would start
 */
public record Assembly(List<Pipeline> pipelines, List<Companion> companions) {
    public Assembly {
        pipelines = List.copyOf(pipelines);
        companions = List.copyOf(companions);
    }

    /** A feature of queues and functions only. */
    public static Assembly of(Pipeline... pipelines) {
        return new Assembly(List.of(pipelines), List.of());
    }
}
