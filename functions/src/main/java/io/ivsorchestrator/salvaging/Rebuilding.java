package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import io.ivsorchestrator.media.hls.InitializationSection;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MediaSegment;
import io.ivsorchestrator.media.inspect.Inventory;
import io.ivsorchestrator.media.inspect.Probed;
import io.ivsorchestrator.media.inspect.RenditionInventory;
import io.ivsorchestrator.media.inspect.SegmentProbe;
import io.ivsorchestrator.media.inspect.StoredSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the playlist of one rendition from the segments that exist, in the order of their numbers.
 *
 * <p>What IVS's playlist says of a segment is taken from there: duration, date, discontinuity, initialization segment. Of
 * what it does not name, the media itself is asked; only for that are segments read. Where a segment is missing, cannot be
 * played, or has time stamps that do not go on, a discontinuity is put, which every player plays over; decision 21 says
 * why it is not {@code EXT-X-GAP}.
 */
final class Rebuilding {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})\\D*$");
    /** Segments that are read at the same time. */
    private static final int READERS = 16;
    /** Problems that are told one by one. */
    private static final int MAX_PROBLEMS = 20;

    private final RenditionInventory inventory;
    private final SegmentProbe probe;
    private final ExecutorService executor;
    /** What IVS's playlist says, by name. */
    private final Map<String, Told> told = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private int unlistedProblems;

    private final List<MediaSegment> segments = new ArrayList<>();
    private final List<Long> timeline = new ArrayList<>();
    private final Set<Long> missing = new HashSet<>();
    private int unplayable;
    private long bits;
    private long peak;

    /** @param date of the segment's first sample, also where the playlist dates only an earlier one */
    private record Told(MediaSegment segment, Optional<Instant> date) {}

    /** A segment that exists, what is told of it and, where nothing is, what it says itself. */
    private record Candidate(StoredSegment stored, Optional<Told> told, Optional<ListedObject> initialization,
            @Nullable Future<Probed> probed) {}

    Rebuilding(RenditionInventory inventory, SegmentProbe probe, ExecutorService executor) {
        this.inventory = inventory;
        this.probe = probe;
        this.executor = executor;
    }

    /**
     * Each rendition of an inventory.
     *
     * @throws io.ivsorchestrator.media.RecordingFilesException for everything that may pass
     */
    static List<Rebuilt> all(Inventory.Taken taken, MediaObjects objects) {
        SegmentProbe probe = new SegmentProbe(objects, taken.location().bucket());
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS, Thread.ofVirtual().factory())) {
            return taken.renditions().stream().map(rendition -> new Rebuilding(rendition, probe, readers).rebuild())
                    .toList();
        }
    }

    /** @throws io.ivsorchestrator.media.RecordingFilesException for everything that may pass */
    Rebuilt rebuild() {
        inventory.problem().ifPresent(problems::add);
        inventory.playlist().ifPresent(this::readTold);
        List<Candidate> candidates = candidates();
        findMissing();
        Assembly assembly = new Assembly();
        candidates.forEach(assembly::add);
        if (unlistedProblems > 0) {
            problems.add("and " + unlistedProblems + " more");
        }
        MediaPlaylist playlist = MediaPlaylist.vod(segments, inventory.playlist()
                .map(MediaPlaylist::independentSegments).orElse(false));
        Probed.@Nullable Media sample = segments.isEmpty() ? null : assembly.sample();
        return new Rebuilt(inventory, playlist, timeline, missing.size() + unplayable, problems, peak,
                average(playlist.duration()), sample == null ? List.of() : sample.codecs(),
                sample == null ? Optional.empty() : sample.size());
    }

    private long average(Duration duration) {
        return duration.isZero() ? 0 : bits * 1000 / Math.max(1, duration.toMillis());
    }

    private void readTold(MediaPlaylist playlist) {
        Optional<Instant> date = Optional.empty();
        for (MediaSegment segment : playlist.segments()) {
            Optional<Instant> running = segment.discontinuity() ? Optional.empty() : date;
            Optional<Instant> begins = segment.date().or(() -> running);
            told.putIfAbsent(segment.uri(), new Told(segment, begins));
            date = begins.map(time -> time.plus(segment.duration()));
        }
    }

    private List<Candidate> candidates() {
        Initializations initializations = new Initializations();
        List<StoredSegment> stored = inventory.segments();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < stored.size(); i++) {
            StoredSegment segment = stored.get(i);
            Optional<Told> said = Optional.ofNullable(told.get(segment.name()));
            Optional<ListedObject> initialization = initializations.of(segment, said);
            // Of a told one only where the next is not: whether that one goes on where this one ends.
            boolean lastTold = i + 1 < stored.size() && !told.containsKey(stored.get(i + 1).name());
            boolean playable = !initializations.lackFor(segment, initialization);
            candidates.add(new Candidate(segment, said, initialization, (said.isEmpty() || lastTold) && playable
                    ? executor.submit(() -> probe.probe(segment, initialization))
                    : null));
        }
        return candidates;
    }

    /** Which initialization segment belongs to which segment. */
    private final class Initializations {
        private final List<ListedObject> inOrder = inventory.initializations().values().stream()
                .sorted(Comparator.comparingLong((ListedObject object) -> number(name(object)).orElse(0L))
                        .thenComparing(ListedObject::key))
                .toList();
        private int last;

        /**
         * The one that IVS's playlist names. Else, of several that differ, the last one that was written before the
         * segment; that they never go back keeps a copied bucket, whose times say nothing, in order.
         */
        Optional<ListedObject> of(StoredSegment segment, Optional<Told> said) {
            Optional<String> named = said.flatMap(it -> it.segment().initialization()).map(InitializationSection::uri);
            if (named.isPresent()) {
                Optional<ListedObject> object = Optional.ofNullable(inventory.initializations().get(named.get()));
                object.ifPresent(found -> last = Math.max(last, inOrder.indexOf(found)));
                return object;
            }
            if (said.isPresent() || segment.name().endsWith(".ts") || inOrder.isEmpty()) {
                return Optional.empty();
            }
            boolean same = inOrder.stream().map(ListedObject::etag).distinct().count() == 1;
            while (!same && last + 1 < inOrder.size()
                    && !inOrder.get(last + 1).lastModified().isAfter(segment.object().lastModified())) {
                last++;
            }
            return Optional.of(inOrder.get(last));
        }

        boolean lackFor(StoredSegment segment, Optional<ListedObject> initialization) {
            boolean fragmented = segment.name().endsWith(".mp4") || segment.name().endsWith(".m4s");
            return fragmented && initialization.isEmpty();
        }
    }

    private static String name(ListedObject object) {
        return object.key().substring(object.key().lastIndexOf('/') + 1);
    }

    private static Optional<Long> number(String name) {
        Matcher number = NUMBER.matcher(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
        return number.find() ? Optional.of(Long.valueOf(number.group(1))) : Optional.empty();
    }

    /** What IVS's playlist names and is not there, and what the numbers leave out. */
    private void findMissing() {
        Set<Long> present = new HashSet<>();
        inventory.segments().forEach(segment -> present.add(segment.number()));
        told.keySet().forEach(name -> number(name).filter(number -> !present.contains(number)).ifPresent(missing::add));
        long before = -1;
        for (StoredSegment segment : inventory.segments()) {
            // A number that is far away counts nothing: it is a name, not a place.
            boolean near = segment.number() - before <= inventory.segments().size() + 1000L;
            for (long number = before + 1; before >= 0 && near && number < segment.number(); number++) {
                missing.add(number);
            }
            before = segment.number();
        }
    }

    /** Puts the segments together, one after the other. */
    private final class Assembly {
        private @Nullable Candidate before;
        private Probed.@Nullable Media beforeProbed;
        private long numberBefore = -1;
        private boolean gap;

        void add(Candidate candidate) {
            StoredSegment stored = candidate.stored();
            gap |= numberBefore >= 0 && stored.number() > numberBefore + 1;
            numberBefore = stored.number();
            Optional<String> unreadable = unplayable(candidate);
            if (unreadable.isPresent()) {
                problem(stored.name() + ": " + unreadable.get());
                unplayable++;
                gap = true;
                return;
            }
            Probed.@Nullable Media media = media(candidate);
            Duration duration = candidate.told().map(it -> it.segment().duration())
                    .orElseGet(() -> media == null ? Duration.ZERO : media.duration());
            boolean discontinuity = before != null && (gap || breaks(before, candidate, media));
            MediaSegment segment = candidate.told().map(Told::segment)
                    .orElseGet(() -> MediaSegment.of(stored.name(), duration))
                    .withDiscontinuity(discontinuity)
                    .withInitialization(candidate.initialization().map(Rebuilding::name).map(InitializationSection::of))
                    .withDate(date(candidate, media))
                    .withOthers(gap && before != null ? List.of("# segments are missing before this one") : List.of());
            segments.add(segment);
            timeline.add(discontinuity ? -stored.number() : stored.number());
            count(stored.object().bytes(), duration);
            before = candidate;
            beforeProbed = media;
            gap = false;
        }

        private Optional<String> unplayable(Candidate candidate) {
            if (candidate.stored().object().bytes() == 0) {
                return Optional.of("it is empty");
            }
            boolean fragmented = !candidate.stored().name().endsWith(".ts")
                    && !candidate.stored().name().endsWith(".aac");
            if (fragmented && candidate.initialization().isEmpty()) {
                return Optional.of("its initialization segment is missing");
            }
            boolean unsaid = candidate.told().isEmpty();
            return switch (probed(candidate)) {
                case Probed.Unreadable it -> Optional.of(it.because());
                case Probed.Media it when unsaid && it.duration().isZero() -> Optional.of("it has no duration");
                case Probed.Media _ -> Optional.empty();
                case null -> Optional.empty();
            };
        }

        private Probed.@Nullable Media media(Candidate candidate) {
            return probed(candidate) instanceof Probed.Media media ? media : null;
        }

        /** Whether time stamps or encoding change between two segments that follow each other. */
        private boolean breaks(Candidate earlier, Candidate later, Probed.@Nullable Media media) {
            if (later.told().isPresent() && earlier.told().isPresent()) {
                return later.told().get().segment().discontinuity();
            }
            boolean sameInitialization = earlier.initialization().equals(later.initialization());
            return !sameInitialization || media == null || beforeProbed == null || !beforeProbed.continuedBy(media);
        }

        /** As told; behind a gap also where it only follows; of a segment that nobody told of, where the one before has one. */
        private Optional<Instant> date(Candidate candidate, Probed.@Nullable Media media) {
            if (candidate.told().isPresent()) {
                Told said = candidate.told().get();
                return gap || segments.isEmpty() ? said.date() : said.segment().date();
            }
            if (segments.isEmpty() || media == null) {
                return Optional.empty();
            }
            MediaSegment last = segments.getLast();
            boolean goesOn = !gap && beforeProbed != null && beforeProbed.continuedBy(media);
            return goesOn ? last.date().map(date -> date.plus(last.duration())) : Optional.empty();
        }

        private void count(long bytes, Duration duration) {
            bits += 8 * bytes;
            if (!duration.isZero()) {
                peak = Math.max(peak, 8 * bytes * 1000 / Math.max(1, duration.toMillis()));
            }
        }

        /** What the first segment that was kept says of itself, asking it if nobody did. */
        Probed.@Nullable Media sample() {
            String first = segments.getFirst().uri();
            StoredSegment stored = inventory.segments().stream().filter(it -> it.name().equals(first)).findFirst()
                    .orElseThrow();
            Optional<ListedObject> initialization = segments.getFirst().initialization()
                    .map(section -> inventory.initializations().get(section.uri()));
            return probe.probe(stored, initialization) instanceof Probed.Media media ? media : null;
        }
    }

    private static @Nullable Probed probed(Candidate candidate) {
        Future<Probed> asked = candidate.probed();
        if (asked == null) {
            return null;
        }
        try {
            return asked.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking into a segment", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private void problem(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        } else {
            unlistedProblems++;
        }
    }
}
