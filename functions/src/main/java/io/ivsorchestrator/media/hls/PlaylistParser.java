package io.ivsorchestrator.media.hls;

import io.ivsorchestrator.media.hls.MultivariantPlaylist.Alternative;
import io.ivsorchestrator.media.hls.MultivariantPlaylist.Variant;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads playlists of both kinds (RFC 8216).
 *
 * <p>How tolerant it is: tags and attributes that are not known are kept as they are; line ends of any system, a byte order
 * mark, blank lines and space at a line's end are no matter; a target duration that is missing follows from the segments; a
 * playlist that breaks off ends with the last segment that is complete. What is broken is an error that names the line: a
 * number that is none, a URI without a duration, a time that is none, an encrypted segment (IVS writes none).
 *
 * <p>How bounded it is: {@value #MAX_BYTES} bytes, {@value #MAX_LINE} characters a line, {@value #MAX_SEGMENTS} segments,
 * {@value #MAX_VARIANTS} variants. One pass, and no more memory than a few times the text.
 */
public final class PlaylistParser {
    /** 48 hours of two-second segments with a date each take 8 MB. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;
    public static final int MAX_SEGMENTS = 500_000;
    public static final int MAX_VARIANTS = 256;
    public static final int MAX_LINE = 16 * 1024;

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart().appendOffset("+HH:MM:ss", "Z").optionalEnd()
            .optionalStart().appendOffset("+HHMM", "Z").optionalEnd()
            .toFormatter(Locale.ROOT);
    private static final String MILLISECONDS = "0000-00-00T00:00:00.000Z";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String text;
    private final List<String> headers = new ArrayList<>();
    private int at;
    private int line;

    private int version = 1;
    private boolean independentSegments;

    // Of a media playlist.
    private Optional<MediaPlaylist.Type> type = Optional.empty();
    private Optional<Duration> targetDuration = Optional.empty();
    private long mediaSequence;
    private long discontinuitySequence;
    private boolean ended;
    private final List<MediaSegment> segments = new ArrayList<>();
    private final Map<String, Long> rangeEnds = new HashMap<>();
    private Optional<InitializationSection> initialization = Optional.empty();
    private Pending pending = new Pending();

    // Of a multivariant playlist.
    private final List<Alternative> alternatives = new ArrayList<>();
    private final List<Variant> variants = new ArrayList<>();
    private @Nullable Attributes stream;

    /** What the tags since the last URI say of the next one. */
    private static final class Pending {
        @Nullable
        Duration duration;
        Optional<String> title = Optional.empty();
        boolean discontinuity;
        boolean gap;
        Optional<String> range = Optional.empty();
        Optional<Instant> date = Optional.empty();
        final List<String> others = new ArrayList<>();
        /** Whether one of the tags can only be about a segment. */
        boolean begun;
    }

    private PlaylistParser(String text) {
        this.text = text;
    }

    /** @throws PlaylistException as {@link #parse} or if it is a multivariant playlist */
    public static MediaPlaylist parseMedia(byte[] utf8) {
        return switch (parse(utf8)) {
            case MediaPlaylist media -> media;
            case MultivariantPlaylist _ -> throw new PlaylistException(
                    "a multivariant playlist, where a media playlist should be");
        };
    }

    /** @throws PlaylistException as {@link #parse} or if it is a media playlist */
    public static MultivariantPlaylist parseMultivariant(byte[] utf8) {
        return switch (parse(utf8)) {
            case MultivariantPlaylist multivariant -> multivariant;
            case MediaPlaylist _ -> throw new PlaylistException(
                    "a media playlist, where a multivariant playlist should be");
        };
    }

    /**
     * Reads a playlist of either kind. A playlist without anything that tells is taken for a media playlist.
     *
     * @throws PlaylistException if it is none or broken; the message says where
     */
    public static Playlist parse(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            throw new PlaylistException("more than " + MAX_BYTES + " bytes: no playlist of a recording is so long");
        }
        return new PlaylistParser(new String(utf8, StandardCharsets.UTF_8)).playlist();
    }

    private Playlist playlist() {
        if (text.startsWith(BYTE_ORDER_MARK)) {
            at = BYTE_ORDER_MARK.length();
        }
        String first = next();
        if (first == null || !first.equals("#EXTM3U")) {
            throw new PlaylistException(1, "a playlist begins with #EXTM3U");
        }
        for (String each = next(); each != null; each = next()) {
            if (each.startsWith("#EXT")) {
                tag(each);
            } else if (each.startsWith("#")) {
                other(each);
            } else if (!each.isEmpty()) {
                uri(each);
            }
        }
        boolean multivariant = !variants.isEmpty() || !alternatives.isEmpty();
        boolean media = !segments.isEmpty() || targetDuration.isPresent() || ended;
        if (multivariant && media) {
            throw new PlaylistException("both segments and variants: a playlist has either");
        }
        if (multivariant) {
            return new MultivariantPlaylist(version, independentSegments, headers, alternatives, variants);
        }
        return new MediaPlaylist(version, type, targetDuration.orElseGet(() -> MediaPlaylist.targetFor(segments)),
                mediaSequence, discontinuitySequence, independentSegments, headers, segments, trailers(), ended);
    }

    /** Comments and unknown tags after the last segment; what began another segment was cut off. */
    private List<String> trailers() {
        return pending.begun ? List.of() : pending.others;
    }

    /** The next line without its end and the white space before that; null after the last one. */
    private @Nullable String next() {
        if (at >= text.length()) {
            return null;
        }
        line++;
        int start = at;
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        at = end + 1;
        if (end < text.length() && text.charAt(end) == '\r' && at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        if (end - start > MAX_LINE) {
            throw new PlaylistException(line, "more than " + MAX_LINE + " characters");
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private void tag(String tag) {
        int colon = tag.indexOf(':');
        String name = colon < 0 ? tag : tag.substring(0, colon);
        String value = colon < 0 ? "" : tag.substring(colon + 1).strip();
        switch (name) {
            case "#EXTINF" -> duration(value);
            case "#EXT-X-PROGRAM-DATE-TIME" -> {
                pending.date = Optional.of(date(value));
                pending.begun = true;
            }
            case "#EXT-X-BYTERANGE" -> {
                pending.range = Optional.of(value);
                pending.begun = true;
            }
            case "#EXT-X-DISCONTINUITY" -> {
                pending.discontinuity = true;
                pending.begun = true;
            }
            case "#EXT-X-GAP" -> {
                pending.gap = true;
                pending.begun = true;
            }
            case "#EXT-X-MAP" -> initialization = Optional.of(initialization(Attributes.parse(value, line)));
            case "#EXT-X-KEY" -> key(tag, Attributes.parse(value, line));
            case "#EXT-X-ENDLIST" -> ended = true;
            case "#EXT-X-VERSION" -> version = (int) number(value, 1, 1000, "a version");
            case "#EXT-X-TARGETDURATION" ->
                    targetDuration = Optional.of(wholeSeconds(seconds(value, "a target duration")));
            case "#EXT-X-MEDIA-SEQUENCE" -> mediaSequence = number(value, 0, Long.MAX_VALUE, "a media sequence");
            case "#EXT-X-DISCONTINUITY-SEQUENCE" -> discontinuitySequence = number(value, 0, Long.MAX_VALUE,
                    "a discontinuity sequence");
            case "#EXT-X-PLAYLIST-TYPE" -> type = type(value);
            case "#EXT-X-INDEPENDENT-SEGMENTS" -> independentSegments = true;
            case "#EXT-X-STREAM-INF" -> stream = Attributes.parse(value, line);
            case "#EXT-X-MEDIA" -> alternative(Alternative.Tag.MEDIA, value);
            case "#EXT-X-I-FRAME-STREAM-INF" -> alternative(Alternative.Tag.I_FRAME_STREAM_INF, value);
            default -> other(tag);
        }
    }

    private void duration(String value) {
        int comma = value.indexOf(',');
        pending.duration = seconds(comma < 0 ? value : value.substring(0, comma), "a segment's duration");
        pending.title = Optional.of(comma < 0 ? "" : value.substring(comma + 1)).filter(it -> !it.isBlank());
        pending.begun = true;
    }

    private void key(String tag, Attributes attributes) {
        if (!attributes.raw("METHOD").equals(Optional.of("NONE"))) {
            throw new PlaylistException(line, "encrypted segments, which no recording of IVS has");
        }
        other(tag);
    }

    /** Before the first segment it is about the playlist, unless something that is about a segment came before it. */
    private void other(String lineText) {
        if (segments.isEmpty() && !pending.begun) {
            headers.add(lineText);
        } else {
            pending.others.add(lineText);
        }
    }

    private void alternative(Alternative.Tag tag, String value) {
        checkCount(alternatives.size());
        alternatives.add(new Alternative(tag, Attributes.parse(value, line)));
    }

    private void checkCount(int variantsSoFar) {
        if (variantsSoFar >= MAX_VARIANTS) {
            throw new PlaylistException(line, "more than " + MAX_VARIANTS + " variants");
        }
    }

    private void uri(String uri) {
        if (stream != null) {
            checkCount(variants.size());
            variants.add(new Variant(stream, uri));
            stream = null;
            return;
        }
        Duration duration = pending.duration;
        if (duration == null) {
            throw new PlaylistException(line, "\"" + Attributes.shortened(uri)
                    + "\" has neither #EXTINF nor #EXT-X-STREAM-INF before it");
        }
        if (segments.size() >= MAX_SEGMENTS) {
            throw new PlaylistException(line, "more than " + MAX_SEGMENTS + " segments");
        }
        segments.add(new MediaSegment(uri, duration, pending.title, pending.discontinuity, pending.gap,
                initialization, pending.range.map(range -> range(range, uri)), pending.date, pending.others));
        pending = new Pending();
    }

    /** Without an offset it continues the range before it of the same resource (RFC 8216, 4.3.2.2). */
    private ByteRange range(String value, String uri) {
        int sign = value.indexOf('@');
        long length = number(sign < 0 ? value : value.substring(0, sign), 1, Integer.MAX_VALUE, "a range's length");
        Long offset = sign < 0
                ? rangeEnds.get(uri)
                : Long.valueOf(number(value.substring(sign + 1), 0, Long.MAX_VALUE / 2, "a range's offset"));
        if (offset == null) {
            throw new PlaylistException(line, "a byte range without offset must follow another one of the same URI");
        }
        ByteRange range = new ByteRange(length, offset);
        // Only the segment before counts.
        rangeEnds.clear();
        rangeEnds.put(uri, range.end());
        return range;
    }

    private InitializationSection initialization(Attributes attributes) {
        String uri = attributes.quoted("URI").filter(it -> !it.isEmpty())
                .orElseThrow(() -> new PlaylistException(line, "#EXT-X-MAP needs a URI in quotes"));
        return new InitializationSection(uri, attributes.quoted("BYTERANGE").map(range -> {
            int sign = range.indexOf('@');
            return new ByteRange(
                    number(sign < 0 ? range : range.substring(0, sign), 1, Integer.MAX_VALUE, "a range's length"),
                    sign < 0 ? 0 : number(range.substring(sign + 1), 0, Long.MAX_VALUE / 2, "a range's offset"));
        }));
    }

    private Optional<MediaPlaylist.Type> type(String value) {
        return switch (value) {
            case "VOD" -> Optional.of(MediaPlaylist.Type.VOD);
            case "EVENT" -> Optional.of(MediaPlaylist.Type.EVENT);
            default -> throw new PlaylistException(line, "a playlist type is EVENT or VOD");
        };
    }

    private Instant date(String value) {
        try {
            if (value.length() == MILLISECONDS.length() && isShaped(value)) {
                return milliseconds(value);
            }
            return OffsetDateTime.parse(value, DATE).toInstant();
        } catch (DateTimeException malformed) {
            throw new PlaylistException(line, "\"" + Attributes.shortened(value) + "\" is not an ISO 8601 time");
        }
    }

    /** As IVS writes it, by hand: a channel's playlist has one for each segment, and a formatter costs more than all the rest. */
    private static Instant milliseconds(String value) {
        return LocalDateTime.of(digits(value, 0, 4), digits(value, 5, 7), digits(value, 8, 10), digits(value, 11, 13),
                digits(value, 14, 16), digits(value, 17, 19), 1_000_000 * digits(value, 20, 23))
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isShaped(String value) {
        for (int i = 0; i < MILLISECONDS.length(); i++) {
            char wanted = MILLISECONDS.charAt(i);
            if (wanted == '0' ? !isDigit(value.charAt(i)) : value.charAt(i) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }

    private long number(String value, long least, long most, String what) {
        String digits = value.strip();
        if (!digits.isEmpty() && digits.length() <= 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                long number = Long.parseLong(digits);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException tooLarge) {
                // Said below.
            }
        }
        throw new PlaylistException(line, what + " is an integer from " + least + ", not \""
                + Attributes.shortened(value) + '"');
    }

    /** A decimal number of seconds of at most 9 digits before the point; digits behind the ninth after it do not count. */
    private Duration seconds(String value, String what) {
        String number = value.strip();
        int point = number.indexOf('.');
        int whole = point < 0 ? number.length() : point;
        long seconds = 0;
        long nanos = 0;
        boolean valid = whole <= 9 && number.length() > (point < 0 ? 0 : 1) && number.length() <= 64;
        for (int i = 0; valid && i < whole; i++) {
            valid = isDigit(number.charAt(i));
            seconds = 10 * seconds + number.charAt(i) - '0';
        }
        long unit = 100_000_000;
        for (int i = whole + 1; valid && i < number.length(); i++) {
            valid = isDigit(number.charAt(i));
            nanos += unit * (number.charAt(i) - '0');
            unit /= 10;
        }
        if (!valid) {
            throw new PlaylistException(line, what + " is a number of seconds, not \"" + Attributes.shortened(value)
                    + '"');
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    /** A target duration is an integer; one that is not is rounded so that no segment becomes too long. */
    private static Duration wholeSeconds(Duration duration) {
        return Duration.ofSeconds(duration.plusNanos(999_999_999).toSeconds());
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
