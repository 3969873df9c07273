package io.ivsorchestrator.events;

import io.ivsorchestrator.events.ObjectDeleted.Deletion;
import io.ivsorchestrator.events.json.JsonObject;
import java.util.Optional;

/** Events of S3 objects (S3 User Guide, "EventBridge event message structure"). */
final class S3ObjectEventDecoder {
    private S3ObjectEventDecoder() {
    }

    static ObjectCreated objectCreated(RawEvent event) {
        JsonObject detail = event.detail();
        JsonObject object = detail.requireObject("object");
        return new ObjectCreated(event.envelope(), bucket(detail), object.requireString("key"),
                RawEvent.count(object, "size"), object.string("etag"), object.string("version-id"),
                object.requireString("sequencer"), detail.string("reason"));
    }

    static Event objectDeleted(RawEvent event) {
        JsonObject detail = event.detail();
        String type = detail.requireString("deletion-type");
        Optional<Deletion> deletion = Deletion.of(type);
        if (deletion.isEmpty()) {
            return event.unrecognized(type);
        }
        JsonObject object = detail.requireObject("object");
        return new ObjectDeleted(event.envelope(), bucket(detail), object.requireString("key"),
                object.string("version-id"), object.requireString("sequencer"), detail.string("reason"),
                deletion.get());
    }

    private static String bucket(JsonObject detail) {
        return detail.requireObject("bucket").requireString("name");
    }
}
