package io.ivsorchestrator.local.ivs.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a JSON value may be. */
public sealed interface Shape {

    /**
     * A text.
     *
     * @param length in UTF-16 units
     * @param pattern that the whole text must match
     * @param values the only ones allowed; empty = all
     */
    record Text(Range length, Optional<Pattern> pattern, List<String> values) implements Shape {}

    /** An integer or long. */
    record Whole(Range range) implements Shape {}

    /** A float. */
    record Fraction(Range range) implements Shape {}

    /** True or false. */
    record Truth() implements Shape {}

    /** A time as ISO 8601 text in UTC. */
    record Timestamp() implements Shape {}

    /** @param size number of elements */
    record Sequence(Shape element, Range size) implements Shape {}

    /** @param size number of entries */
    record Dictionary(Shape key, Shape value, Range size) implements Shape {}

    /** An object with known members; a request may hold others, which are ignored. */
    record Structure(String name, List<Member> members) implements Shape {}

    /** Inclusive bounds. */
    record Range(long min, long max) {
        static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean holds(long number) {
            return number >= min && number <= max;
        }

        boolean holds(BigDecimal number) {
            return number.compareTo(BigDecimal.valueOf(min)) >= 0 && number.compareTo(BigDecimal.valueOf(max)) <= 0;
        }
    }
}
