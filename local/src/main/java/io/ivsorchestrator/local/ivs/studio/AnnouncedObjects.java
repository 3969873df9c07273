package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.local.story.ObjectSink;
import io.ivsorchestrator.local.story.TimedObjectSink;
import java.nio.charset.StandardCharsets;
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
 * The objects of one recording, each announced by S3 when it is stored. What is stored already is not stored again.
 *
 * <p>Segments are announced as uploads in parts, whose entity tag is no digest of their bytes: those need not be made.
 */
final class AnnouncedObjects implements TimedObjectSink {
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

    @Override
    public void put(Instant at, String bucket, String key, Content content, String contentType) {
        switch (content) {
            case Content.Whole whole -> {
                byte[] body = whole.bytes();
                String entityTag = md5(body);
                if (!entityTag.equals(entityTags.get(key))) {
                    objects.put(bucket, key, body, contentType);
                    entityTags.put(key, entityTag);
                    announce(at, bucket, key, body.length, entityTag, "PutObject");
                }
            }
            case Content.Segment segment -> {
                objects.put(bucket, key, segment, contentType);
                String entityTag = md5((key + segment.size()).getBytes(StandardCharsets.UTF_8)) + "-1";
                announce(at, bucket, key, segment.size(), entityTag, "CompleteMultipartUpload");
            }
        }
    }

    private void announce(Instant at, String bucket, String key, long size, String entityTag, String reason) {
        var object = new S3Object(bucket, key, Optional.empty(), sequencers.get());
        events.accept(json.s3ObjectCreated(at, object, size, entityTag, reason));
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
