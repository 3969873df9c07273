package io.ivsorchestrator.media.hls;

/** A text is no playlist, or one that cannot be understood. */
public final class PlaylistException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param line from 1 on */
    PlaylistException(int line, String problem) {
        super("line " + line + ": " + problem);
    }

    PlaylistException(String problem) {
        super(problem);
    }
}
