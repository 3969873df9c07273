package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.S3Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Objects in memory, each key with versions; deletes two a round. */
final class InMemoryRecordingObjects implements RecordingObjects {
    private static final int ROUND = 2;

    final List<String> keys = new ArrayList<>();
    Optional<String> refusal = Optional.empty();
    boolean broken;
    Runnable beforeRound = () -> {};

    @Override
    public Deleted deleteAll(S3Location location, BooleanSupplier goOn) {
        long versions = 0;
        while (goOn.getAsBoolean()) {
            beforeRound.run();
            if (broken) {
                throw new RecordingObjectsException("slow down");
            }
            List<String> found = keys.stream()
                    .filter(key -> key.startsWith(location.bucket() + "/" + location.prefix() + "/")).limit(ROUND)
                    .toList();
            if (found.isEmpty()) {
                return new Deleted.All(versions);
            }
            if (refusal.isPresent()) {
                return new Deleted.Refused(versions, refusal.get());
            }
            found.forEach(keys::remove);
            versions += found.size();
        }
        return new Deleted.Interrupted(versions);
    }
}
