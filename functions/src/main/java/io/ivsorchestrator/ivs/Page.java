package io.ivsorchestrator.ivs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
     * Everything of a list, where nobody counts or stops.
     *
     * @param list asks for the page of a token; empty: for the first one
     */
    public static <T> List<T> all(Function<Optional<String>, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<T> page = list.apply(token);
            items.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return items;
    }
}
