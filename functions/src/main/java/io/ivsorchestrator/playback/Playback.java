package io.ivsorchestrator.playback;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.MediaLinks;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.hls.Playlist;
import io.ivsorchestrator.media.hls.PlaylistException;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.playback.PlaybackAnswer.Reason;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a player that knows nothing of AWS play a recording from a private bucket.
 *
 * <p>{@link #open} gives somebody who may see the recording a URL for whoever shall play it: {@code
 * <base>/playback/<token>/<path of the playlist>}. All that a player asks from there on goes to {@link #serve}, by URLs
 * that follow from the first one. Playlists are answered, everything else is a redirect to a link that S3 checks. The token
 * is checked without a look at anything; its life does not hang on the credentials of whoever made it, and each link is
 * made anew with the credentials of the moment. docs/playback.md and decision 20 say why.
 *
 * <p>Thread-safe as its parts are.
 */
public final class Playback {
    /** What a token may live at least, and does where nothing is known of the length. */
    static final Duration LEAST = Duration.ofMinutes(1);
    /** Beyond the longest recording, which has 48 hours, a day to pause in. */
    static final Duration MOST = Duration.ofDays(3);
    /** Without a wish: as long as the recording, and this to pause in. */
    private static final Duration PAUSES = Duration.ofHours(1);
    /** Of a recording that still goes on: the longest that a participant or composition goes on. */
    private static final Duration LIVE = Duration.ofHours(24);
    /** Of a link to S3, which is followed at once. */
    private static final Duration LINK = Duration.ofMinutes(5);
    /** How long a browser may follow a link again, for example after a seek. */
    private static final Duration LINK_KEPT = Duration.ofMinutes(4);
    /** Ten times the longest that a channel of two-second segments makes in 48 hours. */
    private static final int MAX_PLAYLIST = 48 * 1024 * 1024;

    private final MediaObjects objects;
    private final MediaLinks links;
    private final TokenSeal seal;
    private final Thumbnails thumbnails;
    private final InstantSource clock;

    /** @param seal the same for all instances that are to understand each other's tokens */
    public Playback(MediaObjects objects, MediaLinks links, TokenSeal seal, InstantSource clock) {
        this.objects = objects;
        this.links = links;
        this.seal = seal;
        this.thumbnails = new Thumbnails(objects);
        this.clock = clock;
    }

    /**
     * {@code GET /recordings/{id}/playback}, for somebody who may see the recording. Reads its playlist once, so that what
     * is gone is said to be gone here and not in the player.
     *
     * @param base     of the API's URLs, without a slash at its end
     * @param lifetime wished of the URLs, a minute to 72 hours; empty for the recording's length and an hour
     * @return JSON, as docs/playback.md describes it
     */
    public PlaybackAnswer open(RecordingSummary recording, URI base, Optional<Duration> lifetime) {
        if (isGone(recording)) {
            return refused(Reason.GONE, "S3 told that the objects of this recording were deleted or expired");
        }
        if (recording.location().isEmpty()) {
            return refused(Reason.NOT_PLAYABLE, "the recording failed to start: nothing was recorded");
        }
        if (lifetime.filter(wish -> wish.compareTo(LEAST) < 0 || wish.compareTo(MOST) > 0).isPresent()) {
            return refused(Reason.INVALID, "a playback URL lives " + LEAST.toSeconds() + " to " + MOST.toSeconds()
                    + " seconds");
        }
        S3Location location = recording.location().get();
        boolean over = recording.state().terminal();
        Optional<MediaPath> named = playlist(recording);
        if (named.isEmpty()) {
            return refused(Reason.UNREADABLE, "the recording's metadata names a playlist that is none of its media");
        }
        MediaPath playlist = named.get();
        PlaybackAnswer readable = readable(location, playlist, over);
        if (readable instanceof PlaybackAnswer.Refused) {
            return readable;
        }
        Instant expiresAt = clock.instant().plus(lifetime.orElseGet(() -> usual(recording)))
                .truncatedTo(ChronoUnit.SECONDS);
        String token = seal.seal(new PlaybackToken(location, expiresAt, over).text());
        String document = PlaybackJson.write(recording, base + "/playback/" + token + "/", playlist.text(), expiresAt);
        return Body.json(document, "private, no-store");
    }

    /** Metadata that is gone says nothing of segments that salvage has found; whether those are still there, a look will show. */
    private static boolean isGone(RecordingSummary recording) {
        boolean salvaged = recording.salvage().filter(Salvage.Playable.class::isInstance).isPresent();
        return recording.presence() == MediaPresence.GONE && (recording.deleted() || !salvaged);
    }

    private static Duration usual(RecordingSummary recording) {
        if (!recording.state().terminal()) {
            return LIVE;
        }
        Duration length = recording.duration().orElse(LIVE).plus(PAUSES);
        return length.compareTo(MOST) > 0 ? MOST : length;
    }

    /** The salvaged one if there is one; else IVS's, as its metadata names it or, where none was read, as IVS calls it. */
    private static Optional<MediaPath> playlist(RecordingSummary recording) {
        Optional<String> salvaged = recording.salvage().filter(Salvage.Playable.class::isInstance)
                .map(Salvage.Playable.class::cast).map(Salvage.Playable::playlist);
        Optional<String> named = recording.media().flatMap(media -> media.hls()).map(hls -> hls.playlist());
        String path = salvaged.or(() -> named).orElseGet(() -> switch (recording.kind()) {
            case CHANNEL -> "media/hls/master.m3u8";
            case PARTICIPANT, COMPOSITE -> "media/hls/multivariant.m3u8";
        });
        return MediaPath.of(List.of(path.split("/", -1)));
    }

    private PlaybackAnswer readable(S3Location location, MediaPath playlist, boolean over) {
        PlaybackAnswer answer = playlist(location, playlist, over, true);
        if (answer instanceof PlaybackAnswer.Refused refused && refused.reason() == Reason.NOT_FOUND) {
            return over
                    ? refused(Reason.GONE, "the recording's playlist is not, or no longer, in the bucket")
                    : refused(Reason.NOT_PLAYABLE, "IVS has not written the playlist yet; try again in a minute");
        }
        return answer;
    }

    /**
     * {@code GET /playback/{token}/{path}}, for whoever has the URL.
     *
     * @param path  the elements behind the token, decoded
     * @param after of {@code thumbnails/...} only: continue behind this name
     * @param gzip  whether the client accepts it
     */
    public PlaybackAnswer serve(String token, List<String> path, Optional<String> after, boolean gzip) {
        Optional<PlaybackToken> opened = seal.open(token).flatMap(PlaybackToken::parse);
        if (opened.isEmpty()) {
            return refused(Reason.FORBIDDEN, "this is no playback URL of this API; ask for one at"
                    + " /recordings/{id}/playback");
        }
        PlaybackToken allowed = opened.get();
        Instant now = clock.instant();
        if (!now.isBefore(allowed.expiresAt())) {
            return refused(Reason.FORBIDDEN, "the playback URL expired at " + allowed.expiresAt()
                    + "; ask for a new one at /recordings/{id}/playback");
        }
        if (!path.isEmpty() && path.getFirst().equals(Thumbnails.PATH)) {
            return MediaPath.of(path.subList(1, path.size()))
                    .map(folder -> thumbnails.list(allowed.location(), folder, after))
                    .orElseGet(Playback::nothing);
        }
        Optional<MediaPath> asked = MediaPath.of(path);
        if (asked.isEmpty()) {
            return nothing();
        }
        MediaPath object = asked.get();
        return object.isPlaylist()
                ? playlist(allowed.location(), object, allowed.over(), gzip)
                : link(allowed, object, now);
    }

    private static PlaybackAnswer nothing() {
        return refused(Reason.NOT_FOUND, "a playback URL leads to media of its recording only");
    }

    private PlaybackAnswer link(PlaybackToken token, MediaPath object, Instant now) {
        Duration left = Duration.between(now, token.expiresAt());
        S3Location location = token.location();
        URI link = links.link(location.bucket(), location.key(object.text()), shorter(LINK, left.plusSeconds(1)));
        return new PlaybackAnswer.Redirect(link,
                Map.of("cache-control", "private, max-age=" + shorter(LINK_KEPT, left).toSeconds()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private PlaybackAnswer playlist(S3Location location, MediaPath path, boolean over, boolean gzip) {
        Fetched fetched;
        try {
            fetched = objects.fetch(location.bucket(), location.key(path.text()), MAX_PLAYLIST);
        } catch (RecordingFilesException passing) {
            return refused(Reason.UNAVAILABLE, "S3 did not answer; try again in a second");
        }
        return switch (fetched) {
            case Fetched.Found found -> playlist(found.body(), path, over, gzip);
            case Fetched.NotFound _ -> refused(Reason.NOT_FOUND, "there is no such playlist");
            case Fetched.Denied denied -> refused(Reason.UNREADABLE,
                    "this deployment may not read the bucket: " + denied.reason());
            case Fetched.TooLarge _ -> refused(Reason.UNREADABLE, "this is larger than any playlist of a recording");
        };
    }

    private static PlaybackAnswer playlist(byte[] text, MediaPath path, boolean over, boolean gzip) {
        try {
            Playlist playlist = PlaylistParser.parse(text);
            Optional<String> outside = ServedPlaylist.outside(playlist, path);
            return outside.isPresent()
                    ? refused(Reason.UNREADABLE, "the playlist names \"" + outside.get()
                            + "\", which is no media of this recording")
                    : Body.playlist(ServedPlaylist.of(playlist, over), over, gzip);
        } catch (PlaylistException broken) {
            return refused(Reason.UNREADABLE, path.text() + " is no playlist: " + broken.getMessage());
        }
    }

    private static PlaybackAnswer refused(Reason reason, String detail) {
        return new PlaybackAnswer.Refused(reason, detail);
    }
}
