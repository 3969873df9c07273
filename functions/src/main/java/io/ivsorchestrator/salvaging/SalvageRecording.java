package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.hls.Attributes;
import io.ivsorchestrator.media.hls.InitializationSection;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.media.hls.MultivariantPlaylist.Variant;
import io.ivsorchestrator.media.hls.Playlist;
import io.ivsorchestrator.media.hls.PlaylistWriter;
import io.ivsorchestrator.media.inspect.Inventory;
import io.ivsorchestrator.media.inspect.RenditionInventory;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Makes what is left of a recording playable: lists what exists, rebuilds the playlist of each rendition, writes them and a
 * multivariant playlist below {@code <prefix>/salvage/}, and tells the index. Doing it again overwrites only what it wrote.
 *
 * <p>Only for a recording that failed or has no end, and whose newest object is {@link #QUIET} old: longer than a reconnect
 * window and a segment, so nothing more is coming. IVS does not say that it writes nothing after a failure, and what came later
 * would never be played, since nobody tries again what was salvaged.
 */
public final class SalvageRecording {
    /** Twice the longest reconnect window that IVS allows, 300 seconds. */
    public static final Duration QUIET = Duration.ofMinutes(10);
    /** So much may renditions differ at their end: IVS writes them one after the other. */
    private static final int FEWER_AT_THE_END = 2;
    private static final String MULTIVARIANT = "hls/multivariant.m3u8";
    private static final String REPORT = "report.json";
    /** Attributes that name other tags, which a rebuilt playlist does not have. */
    private static final List<String> GROUPS = List.of("VIDEO", "AUDIO", "SUBTITLES", "CLOSED-CAPTIONS");

    private final RecordingIndex index;
    private final MediaObjects objects;
    private final MediaAtHand media;
    private final SalvageStore store;
    private final Predicate<String> mayWriteTo;
    private final Duration afterFailure;
    private final InstantSource clock;

    /** @param mayWriteTo of a bucket by its name: one that nobody asked us to change stays as it is */
    public SalvageRecording(RecordingIndex index, MediaObjects objects, SalvageStore store,
            Predicate<String> mayWriteTo, InstantSource clock) {
        this(index, objects, store, mayWriteTo, QUIET, clock);
    }

    /** @param afterFailure how old the newest object of a failed recording must be: less where it is known who writes */
    public SalvageRecording(RecordingIndex index, MediaObjects objects, SalvageStore store,
            Predicate<String> mayWriteTo, Duration afterFailure, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.media = new MediaAtHand(index, objects);
        this.store = store;
        this.mayWriteTo = mayWriteTo;
        this.afterFailure = afterFailure;
        this.clock = clock;
    }

    /** What came of one request. */
    public sealed interface Outcome {
        /** @param changed whether the index learned something */
        record Done(Salvage result, boolean changed) implements Outcome {}

        /** There was nothing to do. */
        record Skipped(String because) implements Outcome {}
    }

    /**
     * Salvages one recording.
     *
     * @throws io.ivsorchestrator.media.RecordingFilesException if S3 cannot be read now; the same for the index and the store
     */
    public Outcome salvage(RecordingId id) {
        return switch (media.look(id, SalvageRecording::needless)) {
            case MediaAtHand.Look.Nothing nothing -> new Outcome.Skipped(nothing.because());
            case MediaAtHand.Look.Found it -> switch (it.inventory()) {
                case Inventory.Unknown unknown -> done(it.recording(), it.location(),
                        new Salvage.Unsalvageable(unknown.because()));
                case Inventory.Taken taken -> stillGoesOn(it.recording(), taken)
                        ? new Outcome.Skipped("it may still be recorded: its newest object is younger than "
                                + QUIET.toMinutes() + " minutes")
                        : done(it.recording(), it.location(), salvage(it.recording(), taken));
            };
        };
    }

    private static Optional<String> needless(RecordingSummary recording) {
        if (recording.state() == RecordingState.STOPPED) {
            return Optional.of("the recording ended well");
        }
        // That its metadata is gone says nothing of the segments.
        if (recording.deleted()) {
            return Optional.of("its media was deleted");
        }
        // Whoever began before it was asked for is tidied up after: see the deletion.
        return recording.keeping().deletion()
                .filter(deletion -> deletion.change() == Evidence.DeletionChange.REQUESTED)
                .map(deletion -> "its media is being deleted, as " + deletion.by() + " asked");
    }

    /** Also of one that failed and has no end: a stream of a channel may have failed to start, and the recording goes on. */
    private boolean stillGoesOn(RecordingSummary recording, Inventory.Taken taken) {
        boolean over = recording.state() == RecordingState.FAILED
                && (recording.endedAt().isPresent() || recording.failure().filter(Failure::partial).isEmpty());
        Instant newest = taken.newest().orElse(recording.startedAt());
        return newest.plus(over ? afterFailure : QUIET).isAfter(clock.instant());
    }

    private Outcome done(RecordingSummary recording, S3Location location, Salvage result) {
        if (recording.salvage().equals(Optional.of(result))) {
            return new Outcome.Done(result, false);
        }
        index.record(recording.id(), List.of(new Evidence.Salvaged(recording.id(), clock.instant(), location, result)));
        return new Outcome.Done(result, true);
    }

    private Salvage salvage(RecordingSummary recording, Inventory.Taken taken) {
        if (taken.renditions().isEmpty()) {
            return new Salvage.Unsalvageable(taken.objects() == 0
                    ? "there is nothing below media/hls/"
                    : "there is no segment below media/hls/");
        }
        List<Rebuilt> rebuilt = Rebuilding.all(taken, objects);
        List<Rebuilt> playable = rebuilt.stream().filter(rendition -> !rendition.playlist().segments().isEmpty())
                .sorted(Comparator.comparing(Rebuilt::duration).thenComparingLong(Rebuilt::average).reversed())
                .toList();
        if (playable.isEmpty()) {
            return new Salvage.Unsalvageable(rebuilt.stream().flatMap(rendition -> rendition.problems().stream()
                    .map(problem -> rendition.inventory().name() + "/" + problem)).limit(3)
                    .collect(Collectors.joining("; ", "no segment can be played: ", "")));
        }
        Rebuilt best = playable.getFirst();
        String bucket = taken.location().bucket();
        if (!mayWriteTo.test(bucket)) {
            return new Salvage.Unsalvageable(seconds(best.duration()) + " s could be played, but nothing is written to"
                    + " bucket " + bucket
                    + ", which is not the deployment's: the setting ivs:salvageExisting allows it");
        }
        List<Rebuilt> together = playable.stream().filter(rendition -> rendition.goesWith(best, FEWER_AT_THE_END))
                .sorted(order(taken)).toList();
        playable.forEach(rendition -> store.put(taken.location(), path(rendition.inventory()),
                PlaylistWriter.write(relocated(rendition)), Playlist.CONTENT_TYPE));
        store.put(taken.location(), MULTIVARIANT, PlaylistWriter.write(multivariant(recording, taken, together)),
                Playlist.CONTENT_TYPE);
        Salvage.Playable result = new Salvage.Playable(SalvageStore.FOLDER + MULTIVARIANT, best.duration(),
                best.playlist().segments().size(), best.missing());
        store.put(taken.location(), REPORT, ReportJson.write(recording.id(), result, rebuilt, together),
                "application/json");
        return result;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    /** IVS's order, then the largest first: players begin with the first one. */
    private static Comparator<Rebuilt> order(Inventory.Taken taken) {
        List<String> folders = taken.multivariant().stream().flatMap(it -> it.variants().stream())
                .map(SalvageRecording::folder).toList();
        ToIntFunction<Rebuilt> place = rendition -> {
            int position = folders.indexOf(rendition.inventory().folder());
            return position < 0 ? Integer.MAX_VALUE : position;
        };
        return Comparator.comparingInt(place).thenComparing(Comparator.comparingLong(Rebuilt::peak).reversed());
    }

    /** Of the playlist that the variant names, relative to the recording's prefix. */
    private static String folder(Variant variant) {
        int slash = variant.uri().lastIndexOf('/');
        return slash < 0 ? "media/hls" : "media/hls/" + variant.uri().substring(0, slash);
    }

    /** For example {@code hls/720p60/playlist.m3u8} for the segments in {@code media/hls/720p60}. */
    private static String path(RenditionInventory rendition) {
        return rendition.folder().substring("media/".length()) + "/playlist.m3u8";
    }

    /** With URIs that lead from the salvaged playlist to IVS's objects. */
    private static MediaPlaylist relocated(Rebuilt rendition) {
        String folder = rendition.inventory().folder();
        // As many steps up as the folder is deep: media/ is replaced by salvage/, which is as deep.
        String up = "../".repeat(folder.split("/", -1).length) + folder + "/";
        return MediaPlaylist.vod(rendition.playlist().segments().stream()
                .map(segment -> segment.withUri(up + segment.uri()).withInitialization(segment.initialization()
                        .map(section -> new InitializationSection(up + section.uri(), section.range()))))
                .toList(), rendition.playlist().independentSegments());
    }

    private static MultivariantPlaylist multivariant(RecordingSummary recording, Inventory.Taken taken,
            List<Rebuilt> together) {
        Map<String, Variant> known = taken.multivariant().stream().flatMap(it -> it.variants().stream())
                .collect(Collectors.toMap(SalvageRecording::folder, Function.identity(),
                        (one, _) -> one));
        List<Variant> variants = together.stream().map(rendition -> new Variant(
                Optional.ofNullable(known.get(rendition.inventory().folder()))
                        .filter(variant -> variant.bandwidth().isPresent())
                        .map(variant -> without(variant.attributes()))
                        .orElseGet(() -> attributes(recording, rendition)),
                rendition.inventory().folder().substring("media/hls/".length()) + "/playlist.m3u8")).toList();
        boolean independent = taken.multivariant().map(MultivariantPlaylist::independentSegments).orElse(false);
        return new MultivariantPlaylist(6, independent, List.of(), List.of(), variants);
    }

    private static Attributes without(Attributes attributes) {
        return new Attributes(attributes.values().entrySet().stream().filter(it -> !GROUPS.contains(it.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, _) -> one,
                        LinkedHashMap::new)));
    }

    /** As the media itself tells them; codecs that were not recognized are left out, and players look for themselves. */
    private static Attributes attributes(RecordingSummary recording, Rebuilt rendition) {
        Attributes attributes = Attributes.NONE.with("BANDWIDTH", Long.toString(Math.max(1, rendition.peak())))
                .with("AVERAGE-BANDWIDTH", Long.toString(Math.max(1, rendition.average())));
        if (!rendition.codecs().isEmpty()) {
            attributes = attributes.withQuoted("CODECS", String.join(",", rendition.codecs()));
        }
        Optional<String> resolution = rendition.resolution().or(() -> recording.media().flatMap(media -> media.hls())
                .flatMap(hls -> hls.renditions().stream()
                        .filter(named -> named.path().equals(rendition.inventory().folder())
                                && named.width().isPresent() && named.height().isPresent())
                        .findFirst())
                .map(named -> named.width().getAsInt() + "x" + named.height().getAsInt()));
        return resolution.isPresent() ? attributes.with("RESOLUTION", resolution.get()) : attributes;
    }
}
