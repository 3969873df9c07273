package io.ivsorchestrator.tests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Everything that could be otherwise, by a seed. */
final class Chance {
    private final SplittableRandom random;

    Chance(long seed) {
        this(new SplittableRandom(seed));
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** Another one, so that what is drawn here does not shift what is drawn there. */
    Chance split() {
        return new Chance(random.split());
    }

    /** True with that probability; draws nothing if it is none. */
    boolean in(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** 0 to one below. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Whole seconds, both included. */
    Duration between(Duration least, Duration most) {
        return Duration.ofSeconds(random.nextLong(least.toSeconds(), most.toSeconds() + 1));
    }

    <T> T one(List<T> all) {
        return all.get(below(all.size()));
    }

    <T> List<T> shuffled(List<T> all) {
        List<T> left = new ArrayList<>(all);
        List<T> shuffled = new ArrayList<>();
        while (!left.isEmpty()) {
            shuffled.add(left.remove(below(left.size())));
        }
        return shuffled;
    }

    /** Letters and digits. */
    String id(int length) {
        String characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(characters.charAt(below(characters.length())));
        }
        return id.toString();
    }
}
