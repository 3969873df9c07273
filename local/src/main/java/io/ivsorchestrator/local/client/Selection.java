package io.ivsorchestrator.local.client;

import io.ivsorchestrator.events.client.RecordingsQuery;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which recordings: exactly one of the ways in which the index can find them. */
final class Selection {
    private static final Pattern AGO = Pattern.compile("(\\d{1,5})([mhd])");
    private static final Map<String, Duration> UNITS = Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d",
            Duration.ofDays(1));

    @Option(names = "--channel", paramLabel = "<id or ARN>", description = "Recordings of a channel.")
    private @Nullable String channel;

    @Option(names = "--stream", paramLabel = "<id>", description = "With --channel: of one stream.")
    private @Nullable String stream;

    @Option(names = "--stage", paramLabel = "<id or ARN>", description = "Recordings of a stage.")
    private @Nullable String stage;

    @Option(names = "--session", paramLabel = "<id>", description = "With --stage: of one session.")
    private @Nullable String session;

    @Option(names = "--participant", paramLabel = "<id>", description = "With --stage: of one participant.")
    private @Nullable String participant;

    @Option(names = "--user", paramLabel = "<id>", description = "Recordings of a user.")
    private @Nullable String user;

    @Option(names = "--active", description = "What is being recorded now.")
    private boolean active;

    @Option(names = "--attention", description = "With --day: what failed or needs attention.")
    private boolean attention;

    @Option(names = "--day", paramLabel = "<day>", description = "Everything that started on a UTC day; today, 2026-03-07.")
    private @Nullable String day;

    @Option(names = "--since", paramLabel = "<time>", description = "With --channel, --stage or --user: 2026-03-07,"
            + " 2026-03-07T09:04:36Z, or ago: 90m, 36h, 7d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "<time>", description = "Likewise, not included.")
    private @Nullable String until;

    /** A way to find recordings: the options that it needs, and whether it may be limited in time. */
    private record Way(List<String> options, boolean limited) {
        boolean fits(Set<String> given) {
            Set<String> others = new TreeSet<>(given);
            others.removeAll(options);
            return given.containsAll(options) && (limited ? Set.of("--since", "--until") : Set.<String>of())
                    .containsAll(others);
        }

        @Override
        public String toString() {
            return String.join(" ", options) + (limited ? " [--since] [--until]" : "");
        }
    }

    private static final List<Way> WAYS = List.of(new Way(List.of("--channel"), true),
            new Way(List.of("--channel", "--stream"), false), new Way(List.of("--stage"), true),
            new Way(List.of("--stage", "--session"), false), new Way(List.of("--stage", "--participant"), false),
            new Way(List.of("--user"), true), new Way(List.of("--active"), false),
            new Way(List.of("--day"), false), new Way(List.of("--attention", "--day"), false));

    /** Whether nothing was chosen. */
    boolean isEmpty() {
        return given().isEmpty();
    }

    /** @throws IllegalArgumentException if the options are none of the ways; naming those that there are */
    RecordingsQuery query(InstantSource clock) {
        Set<String> given = given();
        if (WAYS.stream().noneMatch(way -> way.fits(given))) {
            throw new IllegalArgumentException((given.isEmpty()
                    ? "say which recordings"
                    : "there is no way to find recordings by " + String.join(" and ", given))
                    + "; there are:" + WAYS.stream().map(way -> "\n  " + way).collect(Collectors.joining()));
        }
        RecordingsQuery query = chosen(clock);
        query = since == null ? query : query.from(time("--since", since, clock));
        return until == null ? query : query.before(time("--until", until, clock));
    }

    private Set<String> given() {
        Set<String> given = new TreeSet<>();
        Stream.of(option("--channel", channel), option("--stream", stream), option("--stage", stage),
                option("--session", session), option("--participant", participant), option("--user", user),
                option("--day", day), option("--since", since), option("--until", until),
                active ? "--active" : "", attention ? "--attention" : "").filter(it -> !it.isEmpty())
                .forEach(given::add);
        return given;
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : name;
    }

    private RecordingsQuery chosen(InstantSource clock) {
        if (channel != null) {
            return stream == null ? RecordingsQuery.ofChannel(channel) : RecordingsQuery.ofStream(channel, stream);
        }
        if (stage != null && session != null) {
            return RecordingsQuery.ofSession(stage, session);
        }
        if (stage != null) {
            return participant == null
                    ? RecordingsQuery.ofStage(stage)
                    : RecordingsQuery.ofParticipant(stage, participant);
        }
        if (user != null) {
            return RecordingsQuery.ofUser(user);
        }
        Optional<LocalDate> started = Optional.ofNullable(day).map(text -> day(text, clock));
        return started.map(it -> attention ? RecordingsQuery.needingAttention(it) : RecordingsQuery.ofDay(it))
                .orElseGet(RecordingsQuery::active);
    }

    private static LocalDate day(String text, InstantSource clock) {
        try {
            return text.equals("today") ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            throw new IllegalArgumentException("--day must be a UTC day such as 2026-03-07, or today", noDay);
        }
    }

    private static Instant time(String option, String text, InstantSource clock) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(UNITS.getOrDefault(ago.group(2), Duration.ZERO)
                    .multipliedBy(Integer.parseInt(ago.group(1))));
        }
        try {
            return text.length() == "2026-03-07".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException(option + " must be 2026-03-07, 2026-03-07T09:04:36Z, or ago such as 7d",
                    noTime);
        }
    }
}
