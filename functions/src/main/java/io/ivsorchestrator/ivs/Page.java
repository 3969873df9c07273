package io.ivsorchestrator.ivs;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list: one request. The caller asks for the next one, so that it can count requests and stop between two.
 *
 * @param next the token to ask for the next page with; empty on the last page. A page may be empty and not the last
 */
public record Page<T>(List<T> items, Optional<String> next) {
    public Page {
        items = List.copyOf(items);
    }
}
