package io.ivsorchestrator.recording;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What S3's events about a recording's metadata objects add up to, key by key: an object is there if the latest of its
 * versions that was not permanently deleted is an object and no delete marker (S3 User Guide, "Deleting object versions").
 */
final class ObjectHistory {
    private final Facts facts;

    ObjectHistory(Facts facts) {
        this.facts = facts;
    }

    /** When a metadata object was last seen to be written. */
    Optional<Instant> lastSeenAt() {
        return writings().map(Evidence::time).max(Comparator.naturalOrder());
    }

    private Stream<Evidence> writings() {
        return facts.stream().filter(evidence -> evidence instanceof Evidence.MetadataFound
                || (evidence instanceof Evidence.ObjectChanged change
                        && change.change() == Evidence.ObjectChange.CREATED));
    }

    private boolean nothingWrittenSince(Evidence look) {
        return writings().noneMatch(it -> it.time().isAfter(look.time()));
    }

    /** A bucket without notifications tells nothing of what we deleted; what was written after that is there again. */
    private Optional<Evidence.DeletionReported> deletedByUs() {
        return facts.of(Evidence.DeletionReported.class)
                .filter(report -> report.change() == Evidence.DeletionChange.DONE).filter(this::nothingWrittenSince)
                .findFirst();
    }

    /**
     * How far the deletion is that was asked for last. What was done stays done as long as nothing is written: another request,
     * or another delivery of the message, that began before and was late to write down how far it came says nothing any more.
     */
    Optional<Evidence.DeletionReported> deletion() {
        return deletedByUs().or(() -> facts.of(Evidence.DeletionReported.class)
                .max(Comparator.comparing(Evidence.DeletionReported::time)
                        .thenComparing(Evidence.DeletionReported::change)));
    }

    /** A look that found nothing, and nothing written since. */
    private boolean missed() {
        return facts.of(Evidence.MediaMissed.class).anyMatch(this::nothingWrittenSince);
    }

    MediaPresence presence() {
        if (deletedByUs().isPresent() || missed()) {
            return MediaPresence.GONE;
        }
        List<Evidence.ObjectChanged> changes = facts.of(Evidence.ObjectChanged.class).toList();
        Set<MetadataFile> mentioned = changes.stream()
                .map(Evidence.ObjectChanged::file)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(MetadataFile.class)));
        if (mentioned.stream().anyMatch(file -> isPresent(changes, file))) {
            return MediaPresence.PRESENT;
        }
        boolean readWithoutEvent = facts.of(Evidence.MetadataFound.class)
                .anyMatch(found -> !mentioned.contains(found.file()));
        if (readWithoutEvent) {
            return MediaPresence.PRESENT;
        }
        return mentioned.isEmpty() ? MediaPresence.UNSEEN : MediaPresence.GONE;
    }

    private static boolean isPresent(List<Evidence.ObjectChanged> changes, MetadataFile file) {
        return changes.stream()
                .filter(change -> change.file() == file)
                .filter(change -> change.change() != Evidence.ObjectChange.DELETED)
                .filter(change -> changes.stream().noneMatch(deletion -> deletes(deletion, change)))
                .max(Comparator.comparing(Evidence.ObjectChanged::sequencer))
                .filter(change -> change.change() == Evidence.ObjectChange.CREATED)
                .isPresent();
    }

    private static boolean deletes(Evidence.ObjectChanged deletion, Evidence.ObjectChanged version) {
        return deletion.change() == Evidence.ObjectChange.DELETED && deletion.file() == version.file()
                && deletion.versionId().equals(version.versionId())
                && deletion.sequencer().compareTo(version.sequencer()) >= 0;
    }
}
