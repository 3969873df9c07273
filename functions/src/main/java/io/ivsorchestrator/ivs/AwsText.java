package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What both APIs have in common in how they leave something out. */
final class AwsText {
    private AwsText() {
    }

    /** A text that may be missing, as it is meant where empty and missing are the same. */
    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static Optional<String> some(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isEmpty());
    }

    /** Recording off is nothing, an empty text, or (in a sample of the guide) the word {@code none}. */
    static Optional<Arn> arn(@Nullable String value) {
        return some(value).filter(text -> !text.equals("none")).map(Arn::new);
    }

    static OptionalInt number(@Nullable Number value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(value.longValue()));
    }

    static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? Integer.valueOf(value.getAsInt()) : null;
    }
}
