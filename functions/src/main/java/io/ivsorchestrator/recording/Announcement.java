package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.OutboundChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Something about a recording that others are told.
 *
 * @param toldBy the sources of the facts that led to it: whether a failure was reported by IVS as it happened or found
 *               later decides what may be done about it
 */
public record Announcement(OutboundChange change, SortedSet<EvidenceSource> toldBy) {
    public Announcement {
        toldBy = Collections.unmodifiableSortedSet(new TreeSet<>(toldBy));
    }

    /**
     * What is to be told when a recording's facts have grown; nothing if they have not. A recording that is known by its
     * end first is announced as started and as ended.
     *
     * <p>A failed start that belongs to a recording which is known is told by that one alone.
     */
    public static List<Announcement> between(Recording before, Recording after) {
        RecordingSummary now = after.summary();
        if (!now.supersededBy().isEmpty()) {
            return List.of();
        }
        Optional<RecordingSummary> was = before.facts().isEmpty() ? Optional.empty() : Optional.of(before.summary());
        List<OutboundChange> changes = new ArrayList<>();
        boolean hadBegun = before.hasBegun();
        if (after.hasBegun() && !hadBegun) {
            changes.add(OutboundChange.STARTED);
        }
        boolean turned = was.filter(it -> it.state() == now.state()).isEmpty();
        if (turned && now.state() == RecordingState.STOPPED) {
            changes.add(OutboundChange.ENDED);
        }
        if (turned && now.state() == RecordingState.FAILED) {
            changes.add(OutboundChange.FAILED);
        }
        if (now.keeping().deleted() && was.filter(it -> it.keeping().deleted()).isEmpty()) {
            changes.add(OutboundChange.DELETED);
        }
        if (changes.isEmpty() && (hadBegun || salvaged(now))
                && was.filter(it -> Medium.of(it).equals(Medium.of(now))).isEmpty()) {
            changes.add(OutboundChange.MEDIA_CHANGED);
        }
        SortedSet<EvidenceSource> toldBy = news(before, after);
        return changes.stream().map(change -> new Announcement(change, toldBy)).toList();
    }

    /** Of a recording that is said never to have begun something was found nevertheless. */
    private static boolean salvaged(RecordingSummary now) {
        return now.salvage().filter(Salvage.Playable.class::isInstance).isPresent();
    }

    private static SortedSet<EvidenceSource> news(Recording before, Recording after) {
        return after.facts().stream().filter(fact -> !before.facts().knows(fact)).map(Evidence::source)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What somebody needs to know who plays or processes the media. */
    private record Medium(Optional<S3Location> location, Optional<Media> media, MediaPresence presence,
            Optional<Duration> duration, Optional<Salvage> salvage, Optional<Inspection> inspection) {
        static Medium of(RecordingSummary it) {
            return new Medium(it.location(), it.media(), it.presence(), it.duration(), it.salvage(), it.inspection());
        }
    }
}
