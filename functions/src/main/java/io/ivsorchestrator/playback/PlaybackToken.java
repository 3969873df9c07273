package io.ivsorchestrator.playback;

import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.Optional;

/**
 * What a playback URL allows: to read the media of one recording for a while. It names the place itself, so that a request
 * for a segment costs no look into the index.
 *
 * @param expiresAt whole seconds
 * @param over      the recording had ended when the token was made: its playlists grow no more, whatever they say
 */
record PlaybackToken(S3Location location, Instant expiresAt, boolean over) {
    private static final String VERSION = "1";
    private static final String SEPARATOR = "\n";
    private static final int PARTS = 5;

    String text() {
        return String.join(SEPARATOR, VERSION, Long.toString(expiresAt.getEpochSecond()), over ? "over" : "live",
                location.bucket(), location.prefix());
    }

    /** Reads {@link #text()} back; empty if another version wrote it. */
    static Optional<PlaybackToken> parse(String text) {
        String[] parts = text.split(SEPARATOR, PARTS);
        if (parts.length != PARTS || !parts[0].equals(VERSION)) {
            return Optional.empty();
        }
        return Optional.of(new PlaybackToken(new S3Location(parts[3], parts[4]),
                Instant.ofEpochSecond(Long.parseLong(parts[1])), parts[2].equals("over")));
    }
}
