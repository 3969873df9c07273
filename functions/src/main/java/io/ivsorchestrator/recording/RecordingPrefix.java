package io.ivsorchestrator.recording;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * An S3 prefix in one of IVS's three layouts, taken apart:
 *
 * <pre>
 * ivs/v1/&lt;account&gt;/&lt;channel&gt;/&lt;year&gt;/&lt;month&gt;/&lt;day&gt;/&lt;hour&gt;/&lt;minute&gt;/&lt;recording&gt;     channel recording
 * &lt;stage&gt;/&lt;session&gt;/&lt;participant&gt;/&lt;yyyy-MM-ddTHH-mm-ssZ&gt;                           participant recording
 * &lt;?&gt;/&lt;composition&gt;/&lt;destination&gt;/composite                                       composite recording
 * </pre>
 *
 * (IVS user guides: "Auto-Record to Amazon S3", "Individual Participant Recording", "Composite Recording".) Date parts come
 * without leading zeros in real keys and with them in some samples; both are read. The first element of a composite's
 * prefix is undocumented and not used.
 *
 * @param value     no slash at either end
 * @param id        the identity that follows from it
 * @param startedAt UTC; whole minutes for channels, whole seconds for participants, absent for composites
 */
public record RecordingPrefix(String value, RecordingId id, Optional<Instant> startedAt) {
    /** Of a year. */
    private static final int MAX_DIGITS = 4;
    private static final String PARTICIPANT_TIME = "2026-03-07T09-04-31Z";

    /** Empty if the text is in none of the three layouts. */
    public static Optional<RecordingPrefix> parse(String prefix) {
        String[] parts = prefix.split("/", -1);
        for (String part : parts) {
            if (!RecordingId.isElement(part)) {
                return Optional.empty();
            }
        }
        if (parts.length == 10 && parts[0].equals("ivs") && parts[1].equals("v1")) {
            if (parts[9].startsWith(RecordingId.STREAM_PREFIX)) {
                return Optional.empty();
            }
            return minute(parts).map(time -> new RecordingPrefix(prefix, new RecordingId.Channel(parts[3], parts[9]),
                    Optional.of(time)));
        }
        if (parts.length != 4) {
            return Optional.empty();
        }
        if (parts[3].equals("composite")) {
            return Optional.of(new RecordingPrefix(prefix, new RecordingId.Composite(parts[1], parts[2]),
                    Optional.empty()));
        }
        return second(parts[3]).map(time -> new RecordingPrefix(prefix,
                new RecordingId.Participant(parts[0], parts[1], parts[2], parts[3]), Optional.of(time)));
    }

    private static Optional<Instant> minute(String[] parts) {
        return time(part(parts[4]), part(parts[5]), part(parts[6]), part(parts[7]), part(parts[8]), 0);
    }

    /** A part of a channel's date: padded or not, but unsigned. */
    private static int part(String text) {
        return number(text, 0, Math.min(text.length(), MAX_DIGITS + 1));
    }

    /** By hand, because every event of a participant recording has one, and a formatter costs as much as all the rest. */
    private static Optional<Instant> second(String text) {
        boolean shaped = text.length() == PARTICIPANT_TIME.length() && text.charAt(4) == '-' && text.charAt(7) == '-'
                && text.charAt(10) == 'T' && text.charAt(13) == '-' && text.charAt(16) == '-' && text.charAt(19) == 'Z';
        return shaped
                ? time(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
                        number(text, 14, 16), number(text, 17, 19))
                : Optional.empty();
    }

    /** Empty if there is no such day or time of day, among others where a number is none. */
    private static Optional<Instant> time(int year, int month, int day, int hour, int minute, int second) {
        if (year < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** -1, which no part of a date is, for what is not all digits or too many of them. */
    private static int number(String text, int from, int to) {
        if (to - from < 1 || to - from > MAX_DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = 10 * number + c - '0';
        }
        return number;
    }
}
