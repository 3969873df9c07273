package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.local.story.ObjectSink;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The objects of one recording, each announced by S3 when it is stored. What is stored already is not stored again: IVS
 * writes a segment once, though a recording is written here in several steps.
 */
final class AnnouncedObjects {
    private final ObjectSink objects;
    private final IvsEventJson json;
    private final Supplier<String> sequencers;
    private final Consumer<String> events;
    private final Map<String, String> entityTags = new HashMap<>();

    AnnouncedObjects(ObjectSink objects, IvsEventJson json, Supplier<String> sequencers, Consumer<String> events) {
        this.objects = objects;
        this.json = json;
        this.sequencers = sequencers;
        this.events = events;
    }

    /** Takes what is written at that time. */
    ObjectSink at(Instant time) {
        return (bucket, key, body, contentType) -> {
            String entityTag = md5(body);
            if (entityTag.equals(entityTags.get(key))) {
                return;
            }
            objects.put(bucket, key, body, contentType);
            entityTags.put(key, entityTag);
            var object = new S3Object(bucket, key, Optional.empty(), sequencers.get());
            events.accept(json.s3ObjectCreated(time, object, body.length, entityTag, "PutObject"));
        };
    }

    /** S3's ETag of an object that was put in one piece. */
    private static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
