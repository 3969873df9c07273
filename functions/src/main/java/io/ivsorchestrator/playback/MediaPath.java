package io.ivsorchestrator.playback;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The place of an object within a recording, relative to its prefix. Only media has one: what IVS writes below
 * {@code media/}, and the playlists that a salvage writes below {@code salvage/}. Plain elements, no way out.
 */
record MediaPath(String text) {
    /** What a URL reads differently from an S3 key, and what no text should hold. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\\\%?#\\p{Cntrl}\\p{Cs}]");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*");
    private static final int MAX_LENGTH = 512;
    private static final String PLAYLIST = ".m3u8";

    /** Empty for what is no place of media. */
    static Optional<MediaPath> of(List<String> elements) {
        String text = String.join("/", elements);
        boolean media = elements.size() > 1 && (elements.getFirst().equals("media")
                || elements.getFirst().equals("salvage"));
        boolean plain = elements.stream().allMatch(MediaPath::isPlain);
        return media && plain && text.length() <= MAX_LENGTH ? Optional.of(new MediaPath(text)) : Optional.empty();
    }

    private static boolean isPlain(String element) {
        return !element.isEmpty() && !element.equals(".") && !element.equals("..") && !element.contains("/")
                && !AMBIGUOUS.matcher(element).find();
    }

    /** Where a URI of this playlist leads; empty for what leads out of the media. */
    Optional<MediaPath> resolve(String uri) {
        if (uri.startsWith("/") || SCHEME.matcher(uri).matches() || AMBIGUOUS.matcher(uri).find()) {
            return Optional.empty();
        }
        Deque<String> elements = new ArrayDeque<>(List.of(text.split("/", -1)));
        elements.removeLast();
        for (String element : uri.split("/", -1)) {
            if (!element.equals("..")) {
                elements.addLast(element);
            } else if (elements.pollLast() == null) {
                return Optional.empty();
            }
        }
        return of(List.copyOf(elements));
    }

    boolean isPlaylist() {
        return text.endsWith(PLAYLIST);
    }
}
