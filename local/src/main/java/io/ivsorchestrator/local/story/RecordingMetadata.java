package io.ivsorchestrator.local.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * The JSON objects below {@code events/}. The three kinds agree in little more than {@code version}; each differs from the
 * others in identity, thumbnails and what it tells of a rendition.
 */
final class RecordingMetadata {
    private final RecordingPlan plan;

    RecordingMetadata(RecordingPlan plan) {
        this.plan = plan;
    }

    String started() {
        ObjectNode json = identity().put("recording_status", "RECORDING_STARTED");
        ObjectNode media = json.putObject("media");
        if (!plan.variants().isEmpty()) {
            hls(media.putObject("hls"), true);
        }
        thumbnails(media);
        return Json.text(json);
    }

    /** @param duration of the media */
    String finished(Outcome outcome, Duration duration) {
        ObjectNode json = identity().put("recording_ended_at", Json.seconds(outcome.at()));
        switch (outcome) {
            case Outcome.Ended ended -> json.put("recording_status", "RECORDING_ENDED");
            case Outcome.Failed failed -> {
                json.put("recording_status", "RECORDING_ENDED_WITH_FAILURE");
                if (plan instanceof RecordingPlan.Channel) {
                    json.put("recording_status_message", failed.message());
                }
            }
        }
        ObjectNode media = json.putObject("media");
        if (!plan.variants().isEmpty()) {
            hls(media.putObject("hls").put("duration_ms", duration.toMillis()), outcome instanceof Outcome.Ended);
        }
        thumbnails(media);
        return Json.text(json);
    }

    private ObjectNode identity() {
        ObjectNode json = Json.object().put("version", "v1");
        switch (plan) {
            case RecordingPlan.Channel channel -> json.put("channel_arn", channel.channelArn());
            case RecordingPlan.Participant participant -> json.put("stage_arn", participant.stageArn())
                    .put("session_id", participant.sessionId())
                    .put("participant_id", participant.participantId());
            case RecordingPlan.Composite composite -> json.put("stage_arn", composite.stageArn());
        }
        return json.put("recording_started_at", Json.seconds(plan.startedAt()));
    }

    /** @param complete whether there are byte-range playlists; a channel that failed has none */
    private void hls(ObjectNode hls, boolean complete) {
        boolean byteRange = complete && plan instanceof RecordingPlan.Channel;
        hls.put("path", "media/hls");
        hls.put("playlist", plan instanceof RecordingPlan.Channel ? "master.m3u8" : "multivariant.m3u8");
        if (byteRange) {
            hls.put("byte_range_playlist", "byte-range-multivariant.m3u8");
        }
        var array = hls.putArray("renditions");
        for (Variant variant : plan.variants()) {
            ObjectNode json = array.addObject().put("path", variant.folder()).put("playlist", "playlist.m3u8");
            if (byteRange) {
                json.put("byte_range_playlist", "byte-range-variant.m3u8");
            }
            Size picture = variant.picture();
            if (picture != null && !(plan instanceof RecordingPlan.Participant)) {
                resolution(json, picture);
            }
        }
    }

    private void thumbnails(ObjectNode media) {
        Thumbnails thumbnails = plan.thumbnails();
        // A channel tells its thumbnails' resolution as soon as there are any; the others tell only folders that exist.
        if (plan instanceof RecordingPlan.Channel ? thumbnails.any() : thumbnails.sequential()) {
            thumbnail(media.putObject("thumbnails"), "media/thumbnails", "media/thumbnails");
        }
        if (thumbnails.latest()) {
            thumbnail(
                    media.putObject("latest_thumbnail"), "media/latest_thumbnail/thumb.jpg", "media/latest_thumbnail");
        }
    }

    private void thumbnail(ObjectNode json, String channelPath, String folder) {
        switch (plan) {
            case RecordingPlan.Channel channel -> resolution(json.put("path", channelPath), channel.thumbnailSize());
            case RecordingPlan.Participant participant -> json.put("path", folder)
                    .putArray("renditions")
                    .addObject()
                    .put("path", "high");
            case RecordingPlan.Composite composite -> {
                ObjectNode resolution = json.put("path", folder).putArray("resolutions").addObject();
                resolution.put("path", composite.size().width() + "x" + composite.size().height());
                resolution(resolution, composite.size());
            }
        }
    }

    private static void resolution(ObjectNode json, Size size) {
        json.put("resolution_height", size.height()).put("resolution_width", size.width());
    }
}
