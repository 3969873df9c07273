package io.ivsorchestrator.ivs;

import java.util.List;

/**
 * Which renditions of a channel are recorded.
 *
 * @param selection  {@code ALL}, {@code NONE} (the input only) or {@code CUSTOM}; an open set
 * @param renditions for {@code CUSTOM}: of {@code FULL_HD}, {@code HD}, {@code SD}, {@code LOWEST_RESOLUTION}
 */
public record Renditions(String selection, List<String> renditions) {
    public static final String ALL = "ALL";
    public static final String NONE = "NONE";
    public static final String CUSTOM = "CUSTOM";

    public Renditions {
        renditions = List.copyOf(renditions);
    }
}
