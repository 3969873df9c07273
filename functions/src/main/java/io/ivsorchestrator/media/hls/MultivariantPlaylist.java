package io.ivsorchestrator.media.hls;

import java.util.List;
import java.util.Optional;

/**
 * The renditions of one presentation (RFC 8216, 4.3.4).
 *
 * @param version             of the protocol, at least 1
 * @param independentSegments every segment can be decoded without the others
 * @param headers             tags that this model has no place for, as lines
 * @param alternatives        {@code EXT-X-MEDIA} and {@code EXT-X-I-FRAME-STREAM-INF}
 * @param variants            in the playlist's order
 */
public record MultivariantPlaylist(int version, boolean independentSegments, List<String> headers,
        List<Alternative> alternatives, List<Variant> variants) implements Playlist {
    public MultivariantPlaylist {
        headers = List.copyOf(headers);
        alternatives = List.copyOf(alternatives);
        variants = List.copyOf(variants);
    }

    /**
     * {@code EXT-X-STREAM-INF}.
     *
     * @param uri of its media playlist, as written
     */
    public record Variant(Attributes attributes, String uri) {
        /** Peak, bits a second; every variant must have it, but who knows. */
        public Optional<Long> bandwidth() {
            return attributes.integer("BANDWIDTH");
        }

        /** As RFC 6381 names them, separated by commas. */
        public Optional<String> codecs() {
            return attributes.quoted("CODECS");
        }

        /** {@code <width>x<height>} in pixels. */
        public Optional<String> resolution() {
            return attributes.raw("RESOLUTION");
        }

        public Variant withUri(String changed) {
            return new Variant(attributes, changed);
        }
    }

    /** A tag that may name a playlist in its {@code URI} attribute. */
    public record Alternative(Tag tag, Attributes attributes) {
        /** Which of the two. */
        public enum Tag {
            MEDIA("#EXT-X-MEDIA:"), I_FRAME_STREAM_INF("#EXT-X-I-FRAME-STREAM-INF:");

            private final String prefix;

            Tag(String prefix) {
                this.prefix = prefix;
            }

            String prefix() {
                return prefix;
            }
        }

        public Optional<String> uri() {
            return attributes.quoted("URI");
        }
    }
}
