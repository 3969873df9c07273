package io.ivsorchestrator.ivs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How thumbnails are recorded; what is absent is IVS's default.
 *
 * @param mode                  {@code INTERVAL} or {@code DISABLED}; an open set, absent for compositions
 * @param targetIntervalSeconds channels 1 to 60, stages and compositions 1 to 86,400
 * @param resolution            channels only: {@code FULL_HD}, {@code HD}, {@code SD}, {@code LOWEST_RESOLUTION}
 * @param storage               of {@code SEQUENTIAL} and {@code LATEST}; empty = default
 */
public record Thumbnails(Optional<String> mode, OptionalInt targetIntervalSeconds, Optional<String> resolution,
        List<String> storage) {
    public static final String INTERVAL = "INTERVAL";
    public static final String DISABLED = "DISABLED";

    public Thumbnails {
        storage = List.copyOf(storage);
    }
}
