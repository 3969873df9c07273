package io.ivsorchestrator.recovery;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What may be done without asking. Nothing by default: {@code observe}.
 *
 * @param allowed empty = only tell what would be done
 */
public record RecoveryMode(Set<Permission> allowed) {
    /** Only tell. */
    public static final RecoveryMode OBSERVE = new RecoveryMode(Set.of());

    public RecoveryMode {
        allowed = Set.copyOf(allowed);
    }

    /** What has to be asked for. */
    public enum Permission {
        /** Restore grants, replace configurations: nothing that is live is touched. */
        REPAIR,
        /** Start a composition as a stand-in for participants that are not recorded. It costs money per hour. */
        COMPOSE,
        /** Stop a channel's stream so that the encoder connects again and is recorded. Viewers see a break. */
        RESTART_STREAM
    }

    public boolean allows(Permission permission) {
        return allowed.contains(permission);
    }

    /**
     * Reads {@code observe}, or a list such as {@code repair,compose}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static RecoveryMode parse(String text) {
        if (text.strip().equalsIgnoreCase("observe")) {
            return OBSERVE;
        }
        Set<Permission> allowed = EnumSet.noneOf(Permission.class);
        for (String word : text.split(",", -1)) {
            allowed.add(Stream.of(Permission.values()).filter(it -> name(it).equals(word.strip())).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no mode of recovery: \"" + word.strip()
                            + "\"; there are observe, and " + Stream.of(Permission.values()).map(RecoveryMode::name)
                                    .collect(Collectors.joining(", "))
                            + ", of which several may be joined by commas")));
        }
        return new RecoveryMode(allowed);
    }

    private static String name(Permission permission) {
        return permission.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
