package io.ivsorchestrator.playback;

import java.net.URI;
import java.util.Map;

/** What the HTTP API answers to a request about playback. Header names are in small letters. */
public sealed interface PlaybackAnswer {

    /**
     * Status 200.
     *
     * @param headers {@code content-type} and {@code cache-control}, and {@code content-encoding} where the body is packed
     * @param body    not copied, so nobody writes to it
     */
    // The body goes from the packer to the socket; a wrapper would only be unwrapped.
    @SuppressWarnings("ArrayRecordComponent")
    record Content(Map<String, String> headers, byte[] body) implements PlaybackAnswer {
        public Content {
            headers = Map.copyOf(headers);
        }

        /** Whether the body is no text and goes over the gateway in Base64. */
        public boolean packed() {
            return headers.containsKey("content-encoding");
        }

        @Override
        public String toString() {
            return "Content[" + headers + ", " + body.length + " bytes]";
        }
    }

    /**
     * Status 302.
     *
     * @param location is a secret for some minutes: it does not belong in a log
     */
    record Redirect(URI location, Map<String, String> headers) implements PlaybackAnswer {
        public Redirect {
            headers = Map.copyOf(headers);
        }

        @Override
        public String toString() {
            return "Redirect[" + location.getPath() + ']';
        }
    }

    /** @param detail what is wrong with this request and what to do */
    record Refused(Reason reason, String detail) implements PlaybackAnswer {}

    /** Why there is nothing to play. */
    enum Reason {
        /** A parameter makes no sense. */
        INVALID(400),
        /** The token is none of ours, or it has expired. */
        FORBIDDEN(403),
        /** The token is valid, but there is nothing at this path. */
        NOT_FOUND(404),
        /** Gzip is not accepted, and the playlist is larger than a function may answer. */
        TOO_LARGE(406),
        /** Nothing was recorded, or not yet. */
        NOT_PLAYABLE(409),
        /** Deleted or expired. */
        GONE(410),
        /** The bucket may not be read, or what is in it is no playlist. */
        UNREADABLE(502),
        /** S3 did not answer; the same request may be made again. */
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** Of HTTP. */
        public int status() {
            return status;
        }
    }
}
