package io.ivsorchestrator.local.laptop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingPrefix;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a person brings: files and folders in any mixture, searched for two things. Metadata of recordings in IVS's S3 layout
 * ({@code .../events/recording-*.json} below a prefix of IVS, however deep in the folder it lies), and captured EventBridge
 * events in other {@code .json}, {@code .jsonl} and {@code .ndjson} files: one event, an array of them, or one after the
 * other. Everything else, media above all, is counted and left where it is.
 *
 * @param metadata recordings' metadata objects
 * @param events   events, as yet undecoded
 * @param problems files that could not be used, with the reason
 * @param others   number of files that are neither
 */
record Capture(List<MetadataObject> metadata, List<CapturedEvent> events, List<String> problems, int others) {

    /** A metadata object on disk; {@code key} is what it is called in its bucket. */
    record MetadataObject(Path file, String key) {}

    /**
     * An event from a file.
     *
     * @param origin the file and, where it holds several, the event's number
     */
    record CapturedEvent(String origin, JsonNode json) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IOException if a folder cannot be listed */
    static Capture of(List<Path> paths) throws IOException {
        Capture capture = new Capture(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), 0);
        int others = 0;
        for (Path path : paths) {
            if (!Files.exists(path)) {
                capture.problems.add(path + ": there is no such file or folder");
                continue;
            }
            for (Path file : capture.filesBelow(path)) {
                others += capture.add(file) ? 0 : 1;
            }
        }
        return new Capture(capture.metadata, capture.events, capture.problems, others);
    }

    /** In the order of their names. A folder that cannot be listed is a problem of its own. */
    private List<Path> filesBelow(Path path) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(path, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                problems.add(file + ": cannot be read: " + failure.getMessage());
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    private boolean add(Path file) {
        Optional<String> key = metadataKey(file);
        if (key.isPresent()) {
            metadata.add(new MetadataObject(file, key.get()));
            return true;
        }
        String name = file.getFileName().toString();
        if (Stream.of(".json", ".jsonl", ".ndjson").noneMatch(name::endsWith)) {
            return false;
        }
        addEvents(file);
        return true;
    }

    private void addEvents(Path file) {
        int before = events.size();
        try (MappingIterator<JsonNode> documents = JSON.readerFor(JsonNode.class)
                .readValues(Files.readAllBytes(file))) {
            while (documents.hasNextValue()) {
                JsonNode document = documents.nextValue();
                (document.isArray() ? Stream.of(document).flatMap(JsonNode::valueStream) : Stream.of(document))
                        .forEach(event -> events.add(new CapturedEvent(
                                file + ", event " + (events.size() - before + 1), event)));
            }
            if (events.size() == before) {
                problems.add(file + ": holds no event");
            }
        } catch (JsonProcessingException broken) {
            problems.add(file + ": is no JSON at line " + broken.getLocation().getLineNr() + ": "
                    + broken.getOriginalMessage() + atEvent(before));
        } catch (IOException unreadable) {
            problems.add(file + ": cannot be read: " + unreadable.getMessage());
        }
    }

    private String atEvent(int before) {
        return events.size() == before ? "" : " (the " + (events.size() - before) + " events before it are taken)";
    }

    /** The longest end of the path that is a key in IVS's layout, so that it does not matter where a bucket was dumped to. */
    private static Optional<String> metadataKey(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        List<String> elements = IntStream.range(0, whole.getNameCount()).mapToObj(i -> whole.getName(i).toString())
                .toList();
        return Stream.of(12, 6).filter(length -> length <= elements.size())
                .map(length -> String.join("/", elements.subList(elements.size() - length, elements.size())))
                .filter(key -> MetadataFile.of(key).flatMap(it -> RecordingPrefix.parse(it.prefix())).isPresent())
                .findFirst();
    }
}
