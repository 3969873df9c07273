package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.query.RecordingObjects;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Deletes objects as S3 does: a round lists a few and asks for their deletion, each of which is done or refused for itself. It
 * says that all are gone when a listing shows none.
 */
final class FaultyDeletion implements RecordingObjects {
    /** Few, so that much can happen between two rounds. */
    private static final int ROUND = 2;
    private static final double PARTLY = 0.3;

    private final StoredObjects objects;
    private final Calls calls;
    private final Sabotage sabotage;
    private final Watch watch;

    /** Told of each object in the moment in which it is deleted. */
    interface Watch {
        /** The present, in a count of everything that somebody did. */
        long moment();

        /** @param asked when it was last asked whether to go on */
        void deleted(String key, long asked);

        /** A listing showed nothing. */
        void empty(String prefix);

        /** Whether an object lock keeps it. */
        boolean locked(String key);
    }

    FaultyDeletion(StoredObjects objects, Calls calls, Sabotage sabotage, Watch watch) {
        this.objects = objects;
        this.calls = calls;
        this.sabotage = sabotage;
        this.watch = watch;
    }

    @Override
    public Deleted deleteAll(S3Location location, BooleanSupplier goOn) {
        if (!location.bucket().equals(Story.BUCKET)) {
            call(location, List::of);
            return new Deleted.Refused(0, "AccessDenied: Access Denied");
        }
        long versions = 0;
        while (true) {
            long asked = watch.moment();
            if (!(goOn.getAsBoolean() || sabotage == Sabotage.IGNORED_HOLD)) {
                calls.tally().saw(Seen.DELETION_STOPPED);
                return new Deleted.Interrupted(versions);
            }
            List<String> found = call(location, () -> list(location.prefix()));
            if (found.isEmpty()) {
                return new Deleted.All(versions);
            }
            List<String> errors = call(location, () -> delete(found, asked));
            versions += found.size() - errors.size();
            Optional<String> refused = errors.stream().filter(error -> error.startsWith("AccessDenied")).findFirst();
            if (refused.isPresent()) {
                calls.tally().saw(Seen.DELETION_REFUSED);
                return new Deleted.Refused(versions, refused.get());
            }
            if (!errors.isEmpty()) {
                throw new RecordingObjectsException(errors.getFirst());
            }
            if (sabotage == Sabotage.DELETED_EARLY) {
                return new Deleted.All(versions);
            }
        }
    }

    private <T> T call(S3Location location, Supplier<T> effect) {
        return calls.make(effect, () -> new RecordingObjectsException(location + ": simulated"));
    }

    private List<String> list(String prefix) {
        List<String> found = objects.beginningWith(prefix + (sabotage == Sabotage.DELETED_NEIGHBOURS ? "" : "/"));
        if (found.isEmpty()) {
            watch.empty(prefix + "/");
        }
        return found.subList(0, Math.min(ROUND, found.size()));
    }

    private List<String> delete(List<String> keys, long asked) {
        List<String> errors = new ArrayList<>();
        for (String key : keys) {
            if (watch.locked(key)) {
                errors.add("AccessDenied: Access Denied because object protected by object lock. (" + key + ")");
            } else if (calls.chance().in(calls.faults().refused() * PARTLY)) {
                errors.add("SlowDown: Please reduce your request rate. (" + key + ")");
            } else {
                // Deleting what is gone already succeeds.
                watch.deleted(key, asked);
                objects.remove(key);
            }
        }
        return errors;
    }
}
