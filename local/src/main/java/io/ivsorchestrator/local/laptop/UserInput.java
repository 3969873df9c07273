package io.ivsorchestrator.local.laptop;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Feeds a person's files to the laptop: metadata into S3 with the event that S3 would send, events onto the bus. */
final class UserInput {
    private static final String DEFAULT_BUCKET = "recordings";

    private final Laptop laptop;
    private final Progress progress;
    private final List<String> problems = new ArrayList<>();
    private final List<Capture.MetadataObject> stored = new ArrayList<>();
    private final Map<String, String> origins = new HashMap<>();
    private final IvsEventJson s3Events = new IvsEventJson(LocalClients.ACCOUNT, LocalClients.REGION.id(),
            () -> UUID.randomUUID().toString());

    UserInput(Laptop laptop, Progress progress) {
        this.laptop = laptop;
        this.progress = progress;
    }

    /**
     * Feeds everything; what cannot be used is among the {@link #problems} and the rest goes on.
     *
     * @param chosenBucket in which the metadata is to lie; absent: the one that the events name
     * @return the number of events given to the bus
     * @throws IllegalArgumentException if the events name several buckets and none was chosen
     * @throws IOException              if a folder cannot be listed
     */
    int feed(List<Path> paths, Optional<String> chosenBucket) throws IOException {
        Capture capture = Capture.of(paths);
        problems.addAll(capture.problems());
        List<String> events = usable(capture.events());
        Set<String> buckets = new TreeSet<>();
        capture.events().forEach(event -> buckets(event.json()).forEach(buckets::add));
        String bucket = chosenBucket.orElseGet(() -> capture.metadata().isEmpty() ? DEFAULT_BUCKET : onlyOne(buckets));
        buckets.add(bucket);
        buckets.removeIf(name -> !create(name));
        laptop.route(accounts(capture.events()), buckets);
        progress.start("files", capture.metadata().size() + events.size());
        capture.metadata().forEach(object -> {
            store(bucket, object);
            progress.step();
        });
        events.forEach(event -> {
            laptop.deliver(event);
            progress.step();
        });
        progress.done(
                capture.metadata().size() + " metadata objects and " + events.size() + " events; " + capture.others()
                        + " other files left alone");
        return events.size() + stored.size();
    }

    private boolean create(String bucket) {
        try {
            laptop.createBucket(bucket);
            return true;
        } catch (S3Exception | IllegalArgumentException impossible) {
            problems.add("bucket " + bucket + " cannot be: " + impossible.getMessage());
            return false;
        }
    }

    /** Decoded here only to say which file a broken event is in; what is well-formed is decoded again behind the queue. */
    private List<String> usable(List<Capture.CapturedEvent> captured) {
        List<String> usable = new ArrayList<>();
        for (Capture.CapturedEvent event : captured) {
            String text = event.json().toString();
            try {
                EventDecoder.decode(text);
                usable.add(text);
                origins.put(text, event.origin());
            } catch (JsonException broken) {
                problems.add(event.origin() + ": is no event that IVS or S3 sends: " + broken.path() + " "
                        + broken.problem());
            }
        }
        return usable;
    }

    private static Set<String> accounts(List<Capture.CapturedEvent> events) {
        Set<String> accounts = new TreeSet<>(Set.of(LocalClients.ACCOUNT));
        events.stream().map(event -> event.json().path("account").asText("")).filter(account -> !account.isBlank())
                .forEach(accounts::add);
        return accounts;
    }

    private static List<String> buckets(JsonNode event) {
        return List.of(event.at("/detail/recording_s3_bucket_name").asText(""),
                event.at("/detail/bucket/name").asText("")).stream().filter(name -> !name.isBlank()).toList();
    }

    private static String onlyOne(Set<String> buckets) {
        if (buckets.size() > 1) {
            throw new IllegalArgumentException("the events name several buckets (" + String.join(", ", buckets)
                    + "); say with --bucket in which of them the recordings lie");
        }
        return buckets.stream().findFirst().orElse(DEFAULT_BUCKET);
    }

    private void store(String bucket, Capture.MetadataObject object) {
        try {
            byte[] body = Files.readAllBytes(object.file());
            Instant written = Files.getLastModifiedTime(object.file()).toInstant();
            laptop.putObject(bucket, object.key(), body, "application/json");
            laptop.deliver(s3Events.s3ObjectCreated(written, new IvsEventJson.S3Object(bucket, object.key(),
                    Optional.empty(), "%016X".formatted(written.toEpochMilli())), body.length, "", "PutObject"));
            stored.add(object);
        } catch (IOException unreadable) {
            problems.add(object.file() + ": cannot be read: " + unreadable.getMessage());
        }
    }

    /** What could not be used, each with file, place and cause; complete once the laptop has settled. */
    List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        laptop.quarantined().forEach(event -> all.add(
                origins.getOrDefault(event.event(), "an event") + ": was put aside: " + event.reason()));
        stored.forEach(object -> MetadataFile.of(object.key()).ifPresent(key -> RecordingPrefix.parse(key.prefix())
                .flatMap(prefix -> laptop.index().findWithFacts(prefix.id()))
                .ifPresent(recording -> recording.facts().of(Evidence.MetadataUnread.class)
                        .filter(unread -> unread.file() == key.file())
                        .forEach(unread -> all.add(object.file() + ": " + unread.detail())))));
        return all;
    }
}
