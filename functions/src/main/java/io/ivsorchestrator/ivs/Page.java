package io.ivsorchestrator.ivs;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One page of a list: one request. The caller asks for the next one, so that it can count requests and stop between two.
 *
 * @param next the token to ask for the next page with; empty on the last page. A page may be empty and not the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Everything of a list, where nobody counts requests. The next page is asked for when its first item is: whoever has found what
     * it looked for asks for no more.
     *
     * @param list asks for the page of a token; empty: for the first one
     */
    public static <T> Stream<T> all(Function<Optional<String>, Page<T>> list) {
        return Stream.iterate(Optional.of(list.apply(Optional.empty())), Optional::isPresent,
                page -> page.flatMap(Page::next).map(token -> list.apply(Optional.of(token))))
                .flatMap(page -> page.stream().flatMap(it -> it.items().stream()));
    }
}
