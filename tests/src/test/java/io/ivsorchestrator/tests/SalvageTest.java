package io.ivsorchestrator.tests;

import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.hls.InitializationSection;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MediaSegment;
import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.recording.Inspection;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import io.ivsorchestrator.salvaging.InspectRecording;
import io.ivsorchestrator.salvaging.SalvageRecording;
import io.ivsorchestrator.tests.RecordedObjects.Stored;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recordings of real small media, cut at every object and with any objects missing, become playlists that play to their end. */
class SalvageTest {
    private static final Instant NOW = Instant.parse("2026-03-08T00:00:00Z");
    private static final Pattern SEGMENT = Pattern.compile("media/hls/([^/]+)/(\\d+)\\.(?:ts|mp4)");

    @ParameterizedTest
    @EnumSource(RecordedObjects.Shape.class)
    void cutAtEveryObject_whatIsLeftPlaysToItsEnd(RecordedObjects.Shape kind) {
        RecordedObjects recorded = RecordedObjects.failed(kind);

        for (int cut = 0; cut <= recorded.stored().size(); cut++) {
            Salvaged salvaged = salvage(recorded, recorded.stored().subList(0, cut));

            salvaged.check(kind + " cut after " + cut + " objects");
        }
    }

    @ParameterizedTest
    @EnumSource(RecordedObjects.Shape.class)
    void whateverIsMissing_whatIsLeftPlaysToItsEnd(RecordedObjects.Shape kind) {
        RecordedObjects recorded = RecordedObjects.failed(kind);

        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            int odds = 2 + random.nextInt(6);
            Set<String> lost = new HashSet<>();
            recorded.stored().forEach(object -> {
                if (random.nextInt(odds) == 0) {
                    lost.add(object.key());
                }
            });
            List<Stored> left = recorded.stored().stream().filter(object -> !lost.contains(object.key())).toList();

            salvage(recorded, left).check(kind + " with seed " + seed);
        }
    }

    @Test
    void aSegmentLostInTheMiddle_isAGapThatIsToldAndPlayedOver() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.CHANNEL);
        List<Stored> left = without(recorded, "/360p30/1.ts");

        Salvaged salvaged = salvage(recorded, left);

        assertThat(salvaged.result).isEqualTo(new Salvage.Playable("salvage/hls/multivariant.m3u8",
                recorded.duration(), 5, 0));
        assertThat(salvaged.variants()).as("the other rendition has the gap").containsExactly("160p30/playlist.m3u8",
                "audio_only/playlist.m3u8");
        MediaPlaylist gapped = salvaged.playlist("salvage/hls/360p30/playlist.m3u8");
        assertThat(gapped.segments()).extracting(MediaSegment::discontinuity).containsExactly(false, true, true, false);
        assertThat(gapped.segments().get(1).date()).as("when it really was")
                .contains(Instant.parse("2026-03-07T09:04:50.450Z"));
        assertThat(salvaged.text("salvage/report.json")).contains("\"missing\":1");
    }

    @Test
    void withoutAnyPlaylist_theMediaItselfTellsDurationsAndCodecs() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.PARTICIPANT);
        List<Stored> left = recorded.stored().stream().filter(object -> !object.key().endsWith(".m3u8")).toList();

        Salvaged salvaged = salvage(recorded, left);

        salvaged.check("no playlist");
        MultivariantPlaylist.Variant variant = PlaylistParser.parseMultivariant(
                salvaged.text("salvage/hls/multivariant.m3u8").getBytes(StandardCharsets.UTF_8)).variants().getFirst();
        assertThat(variant.codecs()).contains("avc1.4D401E,mp4a.40.2");
        assertThat(variant.resolution()).contains("640x360");
        assertThat(variant.bandwidth().orElseThrow()).isBetween(30_000L, 50_000L);
        assertThat(salvaged.playlist("salvage/hls/high/playlist.m3u8").segments())
                .extracting(MediaSegment::discontinuity).contains(true).hasSize(recorded.segments().size());
    }

    @Test
    void aTransportStreamWithoutPlaylist_tellsItsCodecs() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.CHANNEL);
        List<Stored> left = recorded.stored().stream().filter(object -> !object.key().endsWith(".m3u8")).toList();

        Salvaged salvaged = salvage(recorded, left);

        assertThat(salvaged.text("salvage/hls/multivariant.m3u8")).contains("CODECS=\"avc1.4D401E,mp4a.40.2\"",
                "CODECS=\"avc1.4D400D,mp4a.40.2\"");
    }

    @ParameterizedTest
    @EnumSource(RecordedObjects.Shape.class)
    void goodMedia_isInspected_andNothingIsWritten(RecordedObjects.Shape kind) {
        RecordedObjects recorded = RecordedObjects.failed(kind);
        InMemoryMediaObjects objects = new InMemoryMediaObjects();
        recorded.stored().forEach(object -> objects.put(recorded.location().bucket(), object.key(), object.body(),
                Instant.EPOCH));
        RecordingIndex index = new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess());
        index.record(idOf(recorded.location()), List.of(aMetadata(recorded.location(), MetadataFile.ENDED).build()));
        AtomicReference<Instant> now = new AtomicReference<>(NOW);
        InspectRecording inspecting = new InspectRecording(index, objects, now::get);

        assertThat(inspecting.inspect(idOf(recorded.location()))).isInstanceOf(InspectRecording.Outcome.Done.class);

        Inspection found = index.find(idOf(recorded.location())).orElseThrow().inspection().orElseThrow();
        assertThat(found.renditions()).isNotEmpty().allSatisfy(rendition -> {
            List<Stored> segments = recorded.stored().stream().filter(object -> SEGMENT.matcher(object.key().substring(
                    recorded.location().prefix().length() + 1)).matches()
                    && object.key().contains("/" + rendition.path() + "/")).toList();
            assertThat(rendition.segments()).isEqualTo(segments.size()).isPositive();
            assertThat(rendition.bytes()).isEqualTo(segments.stream().mapToLong(object -> object.body().length).sum());
            assertThat(rendition.missing()).isZero();
            assertThat(rendition.duration()).isEqualTo(recorded.duration());
            long average = 8 * rendition.bytes() * 1000 / rendition.duration().toMillis();
            assertThat(rendition.averageBandwidth()).isCloseTo(average, withinPercentage(1));
            assertThat(rendition.bandwidth()).isGreaterThanOrEqualTo(rendition.averageBandwidth());
            assertThat(rendition.codecs()).contains("mp4a.40.2");
        });
        assertThat(inspecting.inspect(idOf(recorded.location()))).isEqualTo(
                new InspectRecording.Outcome.Done(found, false));
        objects.delete(recorded.location().bucket(), recorded.stored().stream().map(Stored::key)
                .filter(key -> key.matches(".*/1\\.(ts|mp4)")).findFirst().orElseThrow());
        now.set(NOW.plusSeconds(60));
        inspecting.inspect(idOf(recorded.location()));
        assertThat(index.find(idOf(recorded.location())).orElseThrow().inspection().orElseThrow().renditions())
                .as("a segment is gone").extracting(Inspection.Rendition::missing).contains(1);
    }

    @Test
    void nothingThatPlays_isUnsalvageableBecause() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.PARTICIPANT);

        assertThat(salvage(recorded, List.of()).result)
                .isEqualTo(new Salvage.Unsalvageable("there is nothing below media/hls/"));
        assertThat(salvage(recorded, without(recorded, "init-")).result).isEqualTo(new Salvage.Unsalvageable(
                "no segment can be played: high/0.mp4: its initialization segment is missing;"
                        + " high/1.mp4: its initialization segment is missing;"
                        + " high/2.mp4: its initialization segment is missing"));
    }

    @Test
    void segmentsThatAreBroken_areLeftOut() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.COMPOSITE);
        List<Stored> broken = recorded.stored().stream().filter(object -> !object.key().endsWith(".m3u8"))
                .map(object -> object.key().endsWith("/0.ts")
                        ? new Stored(object.key(), "no media".getBytes(StandardCharsets.UTF_8), "video/MP2T")
                        : object.key().endsWith("/2.ts")
                                ? new Stored(object.key(), new byte[0], "video/MP2T")
                                : object)
                .toList();

        Salvaged salvaged = salvage(recorded, broken);

        assertThat(salvaged.result).isEqualTo(
                new Salvage.Playable("salvage/hls/multivariant.m3u8", recorded.duration(1).plus(recorded.duration(3)),
                        2, 2));
        assertThat(salvaged.text("salvage/report.json")).contains("0.ts: no transport stream", "2.ts: it is empty");
    }

    @Test
    void aRecordingThatMayGoOn_isLeftAlone() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.CHANNEL);
        Salvaged salvaged = new Salvaged(recorded, recorded.stored().subList(0, 14), MetadataFile.STARTED,
                Instant.parse("2026-03-07T23:51:00Z"));

        assertThat(salvaged.salvage()).isEqualTo(new SalvageRecording.Outcome.Skipped(
                "it may still be recorded: its newest object is younger than 10 minutes"));
        assertThat(new Salvaged(recorded, recorded.stored().subList(0, 14), MetadataFile.STARTED,
                Instant.parse("2026-03-07T23:49:00Z")).salvage())
                .isInstanceOf(SalvageRecording.Outcome.Done.class);
        assertThat(new Salvaged(recorded, recorded.stored(), MetadataFile.ENDED, Instant.EPOCH).salvage())
                .isEqualTo(new SalvageRecording.Outcome.Skipped("the recording ended well"));
    }

    @Test
    void doingItAgain_changesNothing() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.CHANNEL);
        Salvaged salvaged = salvage(recorded, recorded.stored());
        Map<String, String> before = salvaged.written();

        assertThat(salvaged.salvage()).isEqualTo(new SalvageRecording.Outcome.Done(salvaged.result, false));
        assertThat(salvaged.written()).isEqualTo(before);
        assertThat(salvaged.index.find(idOf(recorded.location())).orElseThrow().salvage()).contains(salvaged.result);
    }

    @Test
    void whatIVSsPlaylistSays_isNotAskedOfTheMedia() {
        RecordedObjects recorded = RecordedObjects.failed(RecordedObjects.Shape.CHANNEL);
        Salvaged salvaged = salvage(recorded, recorded.stored());

        // Four playlists and one segment per rendition for its codecs.
        assertThat(salvaged.gets).isEqualTo(7);
        assertThat(salvaged.lists).isEqualTo(1);
    }

    /** Needs ffprobe, which plays as far as it can and says what is wrong. */
    @ParameterizedTest
    @EnumSource(RecordedObjects.Shape.class)
    void cutAnywhere_ffprobeReadsEveryPicture(RecordedObjects.Shape kind, @TempDir Path directory) throws Exception {
        assumeTrue(Programs.find("ffprobe").isPresent(), "ffprobe is not installed");
        RecordedObjects recorded = RecordedObjects.failed(kind);
        for (int cut = recorded.stored().size(); cut > 1; cut--) {
            Salvaged salvaged = salvage(recorded, recorded.stored().subList(0, cut));
            if (salvaged.result instanceof Salvage.Playable) {
                Path root = directory.resolve(kind + "-" + cut);
                salvaged.writeTo(root);
                for (String variant : salvaged.variants()) {
                    boolean seen = kind.pictures().contains(variant.split("/", 2)[0]);
                    int packets = salvaged.playlist("salvage/hls/" + variant).segments().stream()
                            .mapToInt(segment -> recorded.pictures(number(segment.uri()))).sum();
                    // 75 packets of sound for 48 pictures.
                    assertThat(packets(root.resolve("salvage/hls/" + variant), seen ? "v:0" : "a:0"))
                            .as(kind + " cut after " + cut + ": " + variant)
                            .isEqualTo(seen ? packets : packets / 48 * 75);
                }
            }
        }
    }

    private static long number(String uri) {
        return Long.parseLong(uri.replaceAll(".*/(\\d+)\\.\\w+", "$1"));
    }

    private static int packets(Path playlist, String stream) throws Exception {
        Process ffprobe = new ProcessBuilder("ffprobe", "-v", "error", "-allowed_extensions", "ALL", "-select_streams",
                stream, "-count_packets", "-show_entries", "stream=nb_read_packets", "-of", "csv=p=0",
                playlist.toString()).redirectErrorStream(true).start();
        String said = new String(ffprobe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(ffprobe.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(said).as("what ffprobe says of " + playlist).matches("\\d+\\s*(\\d+)?");
        return Integer.parseInt(said.lines().findFirst().orElseThrow());
    }

    private static List<Stored> without(RecordedObjects recorded, String part) {
        return recorded.stored().stream().filter(object -> !object.key().contains(part)).toList();
    }

    private static Salvaged salvage(RecordedObjects recorded, List<Stored> left) {
        Salvaged salvaged = new Salvaged(recorded, left, MetadataFile.FAILED, Instant.EPOCH);
        SalvageRecording.Outcome outcome = salvaged.salvage();
        assertThat(outcome).isInstanceOf(SalvageRecording.Outcome.Done.class);
        salvaged.result = ((SalvageRecording.Outcome.Done) outcome).result();
        return salvaged;
    }

    /** A recording in a bucket, and what became of it. */
    private static final class Salvaged {
        private final RecordedObjects recorded;
        private final S3Location location;
        private final Map<String, byte[]> ofIvs = new LinkedHashMap<>();
        private final Map<String, String> ours = new TreeMap<>();
        private final InMemoryMediaObjects objects = new InMemoryMediaObjects();
        private final RecordingIndex index = new RecordingIndex(new InMemoryIndexTable(),
                CursorSeal.ofThisProcess());
        private final SalvageRecording salvaging;
        private Salvage result = new Salvage.Unsalvageable("not tried");
        private int gets;
        private int lists;

        Salvaged(RecordedObjects recorded, List<Stored> left, MetadataFile state, Instant written) {
            this.recorded = recorded;
            this.location = recorded.location();
            objects.put(location.bucket(), "another/object", "");
            left.forEach(object -> {
                ofIvs.put(object.key(), object.body());
                objects.put(location.bucket(), object.key(), object.body(), written);
            });
            index.record(idOf(location), List.of(aMetadata(location, state).build()));
            salvaging = new SalvageRecording(index, objects, (place, path, text, type) -> {
                ours.put("salvage/" + path, text);
                objects.put(place.bucket(), place.key("salvage/" + path), text);
            }, _ -> true, () -> NOW);
        }

        SalvageRecording.Outcome salvage() {
            SalvageRecording.Outcome outcome = salvaging.salvage(idOf(location));
            gets = objects.gets();
            lists = objects.lists();
            return outcome;
        }

        Map<String, String> written() {
            return Map.copyOf(ours);
        }

        String text(String path) {
            return Optional.ofNullable(ours.get(path)).orElseThrow(() -> new AssertionError("no " + path));
        }

        MediaPlaylist playlist(String path) {
            return PlaylistParser.parseMedia(text(path).getBytes(StandardCharsets.UTF_8));
        }

        List<String> variants() {
            return PlaylistParser
                    .parseMultivariant(text("salvage/hls/multivariant.m3u8").getBytes(StandardCharsets.UTF_8))
                    .variants().stream().map(MultivariantPlaylist.Variant::uri).toList();
        }

        void writeTo(Path root) throws IOException {
            Map<String, byte[]> all = new LinkedHashMap<>();
            ofIvs.forEach((key, body) -> all.put(key.substring(location.prefix().length() + 1), body));
            ours.forEach((path, text) -> all.put(path, text.getBytes(StandardCharsets.UTF_8)));
            for (Map.Entry<String, byte[]> object : all.entrySet()) {
                Path file = root.resolve(object.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, object.getValue());
            }
        }

        /** That what is left is played, all of it and nothing else, or that there is nothing. */
        void check(String name) {
            ofIvs.forEach((key, body) -> assertThat(((Fetched.Found) objects.fetch(location.bucket(), key,
                    Integer.MAX_VALUE)).body()).as(name + ": " + key).isEqualTo(body));
            assertThat(index.find(idOf(location)).orElseThrow().salvage()).as(name).contains(result);
            Map<String, List<Long>> left = playableSegments();
            switch (result) {
                case Salvage.Unsalvageable because -> {
                    assertThat(left).as(name + ": " + because).isEmpty();
                    assertThat(because.because()).as(name).isNotBlank();
                    assertThat(ours).as(name).isEmpty();
                }
                case Salvage.Playable playable -> {
                    left.forEach((rendition, numbers) -> checkPlaylist(name, rendition, numbers));
                    Map<Duration, Integer> plays = new TreeMap<>();
                    left.values().forEach(numbers -> plays.merge(numbers.stream().map(recorded::duration)
                            .reduce(Duration.ZERO, Duration::plus), numbers.size(), Math::max));
                    Duration longest = plays.keySet().stream().max(Duration::compareTo).orElseThrow();
                    assertThat(playable.duration()).as(name).isEqualTo(longest);
                    assertThat(playable.segments()).as(name).isEqualTo(plays.get(longest));
                    assertThat(variants()).as(name).isNotEmpty().isSubsetOf(
                            left.keySet().stream().map(rendition -> rendition + "/playlist.m3u8").toList());
                }
            }
        }

        /** By rendition; of fragmented MP4 those whose initialization segment may be there. */
        private Map<String, List<Long>> playableSegments() {
            Map<String, List<Long>> left = new TreeMap<>();
            Set<String> keys = ofIvs.keySet();
            for (String key : keys) {
                Matcher segment = SEGMENT.matcher(key.substring(location.prefix().length() + 1));
                if (segment.matches() && (key.endsWith(".ts") || hasInitialization(Long.parseLong(segment.group(2))))) {
                    left.computeIfAbsent(segment.group(1), _ -> new ArrayList<>())
                            .add(Long.valueOf(segment.group(2)));
                }
            }
            left.values().forEach(numbers -> numbers.sort(null));
            return left;
        }

        private boolean hasInitialization(long number) {
            Optional<String> named = Optional
                    .ofNullable(ofIvs.get(location.key("media/hls/"
                            + (recorded.shape().pictures().isEmpty() ? "audio" : "high") + "/playlist.m3u8")))
                    .flatMap(text -> PlaylistParser.parseMedia(text).segments().stream()
                            .filter(it -> it.uri().equals(number + ".mp4")).findFirst())
                    .flatMap(MediaSegment::initialization).map(InitializationSection::uri);
            // Where no playlist names one, any: here they are all the same.
            return ofIvs.keySet().stream().anyMatch(key -> key.contains(named.orElse("/init-")));
        }

        private void checkPlaylist(String name, String rendition, List<Long> numbers) {
            String path = "salvage/hls/" + rendition + "/playlist.m3u8";
            MediaPlaylist playlist = playlist(path);
            assertThat(playlist.ended()).as(name).isTrue();
            assertThat(playlist.type()).as(name).contains(MediaPlaylist.Type.VOD);
            playlist.segments().forEach(segment -> assertThat(segment.duration().plusMillis(500).toSeconds()).as(name)
                    .isLessThanOrEqualTo(playlist.targetDuration().toSeconds()));
            List<Long> played = new ArrayList<>();
            for (MediaSegment segment : playlist.segments()) {
                String key = resolve(path, segment.uri());
                assertThat(ofIvs).as(name).containsKey(key);
                Matcher number = SEGMENT.matcher(key.substring(location.prefix().length() + 1));
                assertThat(number.matches()).isTrue();
                assertThat(number.group(1)).isEqualTo(rendition);
                segment.initialization().ifPresent(section -> assertThat(ofIvs).as(name)
                        .containsKey(resolve(path, section.uri())));
                assertThat(segment.initialization().isPresent()).as(name).isEqualTo(key.endsWith(".mp4"));
                long current = Long.parseLong(number.group(2));
                if (!played.isEmpty()) {
                    assertThat(segment.discontinuity()).as(name + ": " + played.getLast() + " to " + current)
                            .isEqualTo(!recorded.continues(played.getLast(), current));
                }
                assertThat(segment.duration()).as(name).isEqualTo(recorded.duration(current));
                played.add(current);
            }
            assertThat(played).as(name + " " + rendition).isEqualTo(numbers);
        }

        private String resolve(String path, String uri) {
            return URI.create("/" + location.key(path)).resolve(uri).getPath().substring(1);
        }
    }
}
