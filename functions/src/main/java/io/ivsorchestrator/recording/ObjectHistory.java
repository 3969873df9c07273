package io.ivsorchestrator.recording;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What S3's events about a recording's metadata objects add up to, key by key: an object is there if the latest of its
 * versions that was not permanently deleted is an object and no delete marker (S3 User Guide, "Deleting object versions").
 */
final class ObjectHistory {
    private final Facts facts;

    ObjectHistory(Facts facts) {
        this.facts = facts;
    }

    MediaPresence presence() {
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
