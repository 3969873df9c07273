package io.ivsorchestrator.recording;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

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
    /** Strict: otherwise 30 February would quietly become 28 February. */
    private static final DateTimeFormatter PARTICIPANT_TIME = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    /** Padded or not, but unsigned. */
    private static final Pattern DATE_PART = Pattern.compile("[0-9]{1,4}");

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
        for (int i = 4; i <= 8; i++) {
            if (!DATE_PART.matcher(parts[i]).matches()) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(LocalDateTime.of(Integer.parseInt(parts[4]), Integer.parseInt(parts[5]),
                    Integer.parseInt(parts[6]), Integer.parseInt(parts[7]), Integer.parseInt(parts[8]))
                    .toInstant(ZoneOffset.UTC));
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> second(String timestamp) {
        if (timestamp.startsWith("-")) {
            return Optional.empty(); // the formatter would take a negative year
        }
        try {
            return Optional.of(LocalDateTime.parse(timestamp, PARTICIPANT_TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException noTime) {
            return Optional.empty();
        }
    }
}
