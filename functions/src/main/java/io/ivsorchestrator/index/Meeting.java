package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What stood in some partitions when they were read: the subjects in them and the links to recordings elsewhere. */
final class Meeting {
    private final Map<Subject, Stored> present = new HashMap<>();
    private final Map<String, Set<RecordingId>> links = new HashMap<>();

    private Meeting() {
    }

    /** One strongly consistent query per partition. */
    static Meeting in(IndexTable table, Collection<String> partitions) {
        Meeting meeting = new Meeting();
        for (String partition : new TreeSet<>(partitions)) {
            table.partition(partition).forEach(meeting::add);
        }
        return meeting;
    }

    private void add(Item item) {
        String sort = item.key().sort();
        if (sort.startsWith(ItemKey.LINK)) {
            RecordingId.parse(sort.substring(ItemKey.LINK.length())).ifPresent(
                    id -> links.computeIfAbsent(item.key().partition(), _ -> new TreeSet<>()).add(id));
        } else {
            Stored.of(item).ifPresent(stored -> present.put(stored.subject(), stored));
        }
    }

    Optional<Stored> find(Subject subject) {
        return Optional.ofNullable(present.get(subject));
    }

    boolean linked(String partition, RecordingId id) {
        return links.getOrDefault(partition, Set.of()).contains(id);
    }

    boolean linked(RecordingId id) {
        return links.values().stream().anyMatch(ids -> ids.contains(id));
    }

    /** The recordings that are here, or that a link here names. */
    Set<RecordingId> recordings() {
        Set<RecordingId> ids = new TreeSet<>();
        links.values().forEach(ids::addAll);
        present.keySet().forEach(subject -> {
            if (subject instanceof RecordingId id) {
                ids.add(id);
            }
        });
        return ids;
    }

    /** The facts about others here that also concern the recording. */
    List<Evidence> concerning(Recording recording) {
        return others(recording).flatMap(stored -> stored.facts().stream()).filter(recording::isConcernedBy).toList();
    }

    /** What stands here instead of the recording, and what the recording stands for instead of one here. */
    List<Evidence> supersededBy(Recording recording) {
        List<Evidence> superseded = new ArrayList<>();
        if (recording.id() instanceof RecordingId.Participant) {
            superseded.addAll(replaced(Stream.concat(Stream.of(recording), others(recording)
                    .filter(stored -> stored.subject() instanceof RecordingId.Participant).map(Stored::asRecording))
                    .toList()));
        }
        if (recording.id() instanceof RecordingId.Channel by) {
            others(recording).forEach(stored -> {
                if (stored.subject() instanceof RecordingId.UnrecordedStream failedStart) {
                    stored.facts().of(Evidence.ChannelRecordingReported.class).filter(recording::isConcernedBy)
                            .flatMap(failure -> failure.recordingSessionId()
                                    .map(session -> new Evidence.Superseded(failedStart, failure.time(), by, session))
                                    .stream())
                            .filter(fact -> !stored.facts().knows(fact))
                            .forEach(superseded::add);
                }
            });
        }
        return superseded;
    }

    /**
     * Failures without a prefix, by the failed recordings of the same participant in the same session; failed is for good. When
     * the API told of the failure counts, and not what else is known by now: that depends on who came first.
     */
    private static List<Evidence> replaced(List<Recording> recordings) {
        List<Evidence> replaced = new ArrayList<>();
        for (Recording told : recordings) {
            if (told.id() instanceof RecordingId.Participant id && id.isUnrecorded()) {
                Optional<Instant> time = told.facts().of(Evidence.RecordingTold.class).map(Evidence::time)
                        .min(Comparator.naturalOrder());
                time.ifPresent(at -> recordings.stream().filter(by -> failed(by, id))
                        .map(by -> new Evidence.ReplacedBy(id, at, (RecordingId.Participant) by.id()))
                        .filter(fact -> !told.facts().knows(fact)).forEach(replaced::add));
            }
        }
        return replaced;
    }

    private static boolean failed(Recording by, RecordingId.Participant unrecorded) {
        Subject participant = new Subject.StageParticipant(unrecorded.stageId(), unrecorded.sessionId(),
                unrecorded.participantId());
        return !by.id().equals(unrecorded) && by.counterparts().contains(participant)
                && by.summary().state() == RecordingState.FAILED;
    }

    private Stream<Stored> others(Recording recording) {
        return present.values().stream().filter(stored -> !stored.subject().equals(recording.id()));
    }
}
