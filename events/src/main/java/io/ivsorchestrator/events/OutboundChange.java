package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.stream.Stream;

/** What our own events tell of a recording: their {@code detail-type} on the bus {@value OutboundNames#BUS}. */
public enum OutboundChange {
    /** Something is or was recorded. */
    STARTED("Recording Started"),
    /** Ended well: all files are in S3. */
    ENDED("Recording Ended"),
    /** Not recorded at all, or ended with errors. */
    FAILED("Recording Failed"),
    /** What is known of the media changed, or whether it is there. */
    MEDIA_CHANGED("Recording Media Changed"),
    /** The media was deleted because somebody asked for it, or the recording was taken out of the index. */
    DELETED("Recording Deleted");

    private final String detailType;

    OutboundChange(String detailType) {
        this.detailType = detailType;
    }

    public String detailType() {
        return detailType;
    }

    public static Optional<OutboundChange> ofDetailType(String detailType) {
        return Stream.of(values()).filter(change -> change.detailType.equals(detailType)).findFirst();
    }
}
