package io.ivsorchestrator.local.ivs.account;

import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Things of one kind in the order in which they were made. To be used by the holder of the account's lock only. */
public final class Register<T extends Keyed> {
    private final ReentrantLock lock;
    private final Map<String, Numbered<T>> items = new LinkedHashMap<>();
    private long last;

    Register(ReentrantLock lock) {
        this.lock = lock;
    }

    /**
     * @param number grows with every thing made and stays when it is replaced; a page of a list can resume from it
     */
    public record Numbered<T>(long number, T item) {}

    /** Adds a new thing, or puts a changed one in the place of the old. */
    public void put(T item) {
        Numbered<T> old = items().get(item.key());
        items.put(item.key(), new Numbered<>(old == null ? ++last : old.number(), item));
    }

    /** Removes a thing, if it is there. */
    public void remove(String key) {
        items().remove(key);
    }

    public Optional<T> find(String key) {
        @Nullable
        Numbered<T> found = items().get(key);
        return found == null ? Optional.empty() : Optional.of(found.item());
    }

    /** @throws ApiException {@link ErrorType#RESOURCE_NOT_FOUND} */
    public T get(String key) {
        return find(key).orElseThrow(
                () -> new ApiException(ErrorType.RESOURCE_NOT_FOUND, "Resource: " + key + " not found"));
    }

    /** A copy: the register may be changed while it is read. */
    public Stream<T> all() {
        return numbered().stream().map(Numbered::item);
    }

    /** A copy, oldest first. */
    public List<Numbered<T>> numbered() {
        return List.copyOf(items().values());
    }

    public int size() {
        return items().size();
    }

    private Map<String, Numbered<T>> items() {
        if (!lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("the account's lock is not held");
        }
        return items;
    }
}
