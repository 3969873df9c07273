package io.ivsorchestrator.playback;

import io.ivsorchestrator.media.hls.InitializationSection;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MediaSegment;
import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.media.hls.Playlist;
import io.ivsorchestrator.media.hls.PlaylistWriter;
import java.util.Optional;
import java.util.stream.Stream;

/** What a player gets of a playlist: the same, with its URIs checked and its end where the recording has one. */
final class ServedPlaylist {
    private ServedPlaylist() {
    }

    /**
     * The text. A recording that broke off has playlists that seem to go on; a player would wait for more for ever.
     *
     * @param over whether the recording has ended
     */
    static String of(Playlist playlist, boolean over) {
        return PlaylistWriter.write(switch (playlist) {
            case MediaPlaylist media -> over ? media.concluded() : media;
            case MultivariantPlaylist multivariant -> multivariant;
        });
    }

    /** A URI that leads out of the recording's media, if there is one. */
    static Optional<String> outside(Playlist playlist, MediaPath path) {
        Stream<String> uris = switch (playlist) {
            case MediaPlaylist media -> Stream.concat(media.segments().stream().map(MediaSegment::uri),
                    media.segments().stream().flatMap(segment -> segment.initialization().stream())
                            .map(InitializationSection::uri).distinct());
            case MultivariantPlaylist multivariant -> Stream.concat(
                    multivariant.variants().stream().map(MultivariantPlaylist.Variant::uri),
                    multivariant.alternatives().stream().flatMap(alternative -> alternative.uri().stream()));
        };
        return uris.filter(uri -> path.resolve(uri).isEmpty()).findFirst();
    }
}
