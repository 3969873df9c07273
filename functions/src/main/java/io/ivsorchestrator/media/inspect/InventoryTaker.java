package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.media.hls.Playlist;
import io.ivsorchestrator.media.hls.PlaylistException;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists what exists below {@code media/hls/} and reads the playlists there: one LIST for a thousand objects and one GET for
 * each playlist. Needs no metadata: names are read, not composed. A segment is what ends in {@code .ts}, {@code .mp4},
 * {@code .m4s} or {@code .aac} and has a number; an initialization segment's name begins with {@code init} (both stage
 * guides). Unknown objects are left alone.
 */
public final class InventoryTaker {
    /** 48 hours in five renditions of two-second segments have fewer. */
    static final int MAX_OBJECTS = 1_000_000;
    private static final int MAX_PLAYLIST = 48 * 1024 * 1024;
    private static final String MEDIA = "media/hls/";
    private static final Pattern SEGMENT = Pattern.compile("(?:.*\\D)?(\\d{1,18})\\D*\\.(?:ts|mp4|m4s|aac)");
    private static final String INITIALIZATION = "init";

    private final MediaObjects objects;

    public InventoryTaker(MediaObjects objects) {
        this.objects = objects;
    }

    /** What is in one folder, while it is listed. */
    private static final class Folder {
        final List<StoredSegment> segments = new ArrayList<>();
        final SortedMap<String, ListedObject> initializations = new TreeMap<>();
        final SortedMap<String, ListedObject> playlists = new TreeMap<>();
    }

    /** @throws io.ivsorchestrator.media.RecordingFilesException for everything that may pass: try again later */
    public Inventory take(S3Location location) {
        SortedMap<String, Folder> folders = new TreeMap<>();
        Optional<String> after = Optional.empty();
        Optional<Instant> newest = Optional.empty();
        int count = 0;
        boolean more = true;
        while (more) {
            switch (objects.list(location.bucket(), location.key(MEDIA), after)) {
                case MediaObjects.Listed.NoBucket _ -> {
                    return new Inventory.Unknown("the bucket " + location.bucket() + " does not exist");
                }
                case MediaObjects.Listed.Denied denied -> {
                    return new Inventory.Unknown("this deployment may not list the bucket: " + denied.reason());
                }
                case MediaObjects.Listed.Page page -> {
                    for (ListedObject object : page.objects()) {
                        sort(folders, location, object);
                        after = Optional.of(object.key());
                        newest = newest.filter(time -> time.isAfter(object.lastModified()))
                                .or(() -> Optional.of(object.lastModified()));
                    }
                    count += page.objects().size();
                    more = page.more();
                }
            }
            if (count > MAX_OBJECTS) {
                return new Inventory.Unknown("more than " + MAX_OBJECTS + " objects, which no recording has");
            }
        }
        return read(location, folders, newest, count);
    }

    private static void sort(Map<String, Folder> folders, S3Location location, ListedObject object) {
        String path = object.key().substring(location.prefix().length() + 1);
        int slash = path.lastIndexOf('/');
        String name = path.substring(slash + 1);
        Folder folder = folders.computeIfAbsent(path.substring(0, slash), _ -> new Folder());
        Matcher segment = SEGMENT.matcher(name);
        if (name.endsWith(".m3u8")) {
            folder.playlists.put(name, object);
        } else if (name.toLowerCase(Locale.ROOT).startsWith(INITIALIZATION)) {
            folder.initializations.put(name, object);
        } else if (segment.matches()) {
            folder.segments.add(new StoredSegment(name, Long.parseLong(segment.group(1)), object));
        }
    }

    private Inventory read(S3Location location, Map<String, Folder> folders, Optional<Instant> newest, int count) {
        List<RenditionInventory> renditions = new ArrayList<>();
        Optional<MultivariantPlaylist> multivariant = Optional.empty();
        for (Map.Entry<String, Folder> each : folders.entrySet()) {
            Folder folder = each.getValue();
            Optional<ListedObject> playlist = folder.playlists.values().stream()
                    // The byte-range twins say the same of the same segments.
                    .min(Comparator.comparing((ListedObject object) -> object.key().contains("/byte-range"))
                            .thenComparing(ListedObject::key));
            Read read = playlist.map(object -> read(location, object)).orElse(new Read.Nothing(Optional.empty()));
            if (each.getKey().equals(MEDIA.substring(0, MEDIA.length() - 1))) {
                multivariant = read instanceof Read.Understood(MultivariantPlaylist found)
                        ? Optional.of(found)
                        : Optional.empty();
            }
            if (!folder.segments.isEmpty()) {
                folder.segments.sort(Comparator.comparingLong(StoredSegment::number)
                        .thenComparing(StoredSegment::name));
                renditions.add(new RenditionInventory(each.getKey(), folder.segments, folder.initializations,
                        read instanceof Read.Understood(MediaPlaylist found) ? Optional.of(found) : Optional.empty(),
                        read instanceof Read.Nothing(Optional<String> problem) ? problem : Optional.empty()));
            }
        }
        return new Inventory.Taken(location, renditions, multivariant, newest, count);
    }

    private sealed interface Read {
        record Understood(Playlist playlist) implements Read {}

        record Nothing(Optional<String> problem) implements Read {}
    }

    private Read read(S3Location location, ListedObject object) {
        return switch (objects.fetch(location.bucket(), object.key(), MAX_PLAYLIST)) {
            case Fetched.Found found -> {
                try {
                    yield new Read.Understood(PlaylistParser.parse(found.body()));
                } catch (PlaylistException broken) {
                    yield new Read.Nothing(Optional.of("the playlist is broken: " + broken.getMessage()));
                }
            }
            case Fetched.NotFound _ -> new Read.Nothing(Optional.empty());
            case Fetched.Denied denied -> new Read.Nothing(Optional.of("the playlist may not be read: "
                    + denied.reason()));
            case Fetched.TooLarge large -> new Read.Nothing(Optional.of("the playlist has " + large.bytes()
                    + " bytes"));
        };
    }
}
