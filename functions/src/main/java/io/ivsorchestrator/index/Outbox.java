package io.ivsorchestrator.index;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.recording.Announcement;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The outbound events of one recording. Written in the same write as the facts that led to them, so that none is lost or
 * invented whoever dies when; published by whoever reads the table's changes.
 *
 * @param sequence  how many there were
 * @param published up to which all are known to be published; may lag behind the truth, never ahead of it
 * @param entries   those after {@code published}, by ascending sequence
 */
public record Outbox(long sequence, long published, List<Entry> entries) {
    static final Outbox EMPTY = new Outbox(0, 0, List.of());

    public Outbox {
        entries = List.copyOf(entries);
    }

    /** One outbound event. */
    public record Entry(long sequence, Announcement announcement) {}

    /** With what the growth of facts leads to. */
    Outbox grown(Recording before, Recording after) {
        List<Entry> all = new ArrayList<>(entries);
        long last = sequence;
        for (Announcement announcement : Announcement.between(before, after)) {
            last++;
            all.add(new Entry(last, announcement));
        }
        return new Outbox(last, published, all);
    }

    /** What an item of a recording holds. */
    public static Outbox of(Map<String, String> attributes) {
        long published = Long.parseLong(attributes.getOrDefault(KeySchema.PUBLISHED, "0"));
        List<Entry> entries = Stream.of(attributes.getOrDefault(KeySchema.OUTBOX, "").split(" "))
                .filter(text -> !text.isEmpty()).map(Outbox::entry).filter(entry -> entry.sequence > published)
                .toList();
        return new Outbox(Long.parseLong(attributes.getOrDefault(KeySchema.SEQUENCE, "0")), published, entries);
    }

    /** Entries after a sequence. */
    public List<Entry> after(long known) {
        return entries.stream().filter(entry -> entry.sequence > known).toList();
    }

    Map<String, String> attributes() {
        Map<String, String> attributes = new TreeMap<>();
        if (sequence > 0) {
            attributes.put(KeySchema.SEQUENCE, Long.toString(sequence));
        }
        if (published > 0) {
            attributes.put(KeySchema.PUBLISHED, Long.toString(published));
        }
        if (!entries.isEmpty()) {
            attributes.put(KeySchema.OUTBOX, entries.stream().map(Outbox::text).collect(Collectors.joining(" ")));
        }
        return attributes;
    }

    /** For example {@code 3:FAILED:S3_EVENT,IVS_EVENT}. */
    private static String text(Entry entry) {
        return entry.sequence + ":" + entry.announcement.change() + ":" + entry.announcement.toldBy().stream()
                .map(Enum::name).collect(Collectors.joining(","));
    }

    private static Entry entry(String text) {
        String[] parts = text.split(":", -1);
        return new Entry(Long.parseLong(parts[0]), new Announcement(OutboundChange.valueOf(parts[1]),
                Stream.of(parts[2].split(",")).filter(source -> !source.isEmpty()).map(EvidenceSource::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new))));
    }
}
