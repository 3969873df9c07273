package io.ivsorchestrator.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The parameters of a query string, each at most once. */
final class Parameters {
    static final int DEFAULT_LIMIT = 50;
    static final int MAX_LIMIT = 200;
    /** Longer than a cursor, an ARN, and an S3 key of 1,024 bytes of which each is encoded. */
    private static final int MAX_VALUE = 4096;
    private static final int MAX_QUERY = 16 * 1024;

    private final SortedMap<String, String> values;

    private Parameters(SortedMap<String, String> values) {
        this.values = Collections.unmodifiableSortedMap(values);
    }

    /** @throws ProblemException if the text is no query string, or a name comes twice or without a value */
    static Parameters parse(String query) {
        if (query.length() > MAX_QUERY) {
            throw invalid("the query string has more than " + MAX_QUERY + " characters");
        }
        SortedMap<String, String> values = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
                if (value.isEmpty() || value.length() > MAX_VALUE) {
                    throw invalid("the parameter \"" + name + "\" must have a value of 1 to " + MAX_VALUE
                            + " characters");
                }
                if (values.put(name, value) != null) {
                    throw invalid("the parameter \"" + name + "\" is given twice; give it once");
                }
            }
        }
        return new Parameters(values);
    }

    private static String decoded(String text) {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            // The decoder replaces what is no UTF-8; to be looked for as it is not would be a silent miss.
            if (decoded.contains("\uFFFD") || decoded.chars().anyMatch(Character::isISOControl)) {
                throw invalid("the query string must be UTF-8 without control characters");
            }
            return decoded;
        } catch (IllegalArgumentException malformed) {
            throw invalid("the query string is not encoded properly: % must be followed by two hexadecimal digits");
        }
    }

    /** All names but those of paging. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(values.keySet());
        names.remove("limit");
        names.remove("cursor");
        return names;
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    String require(String name) {
        return text(name).orElseThrow(() -> invalid("the parameter \"" + name + "\" is missing"));
    }

    /** @throws ProblemException if there are others; naming those that there may be */
    void allow(Set<String> names) {
        Set<String> others = new TreeSet<>(values.keySet());
        others.removeAll(names);
        if (!others.isEmpty()) {
            throw invalid("there is no parameter " + String.join(", ", others) + " here"
                    + (names.isEmpty() ? "; there is none" : "; there are " + String.join(", ", new TreeSet<>(names))));
        }
    }

    int limit() {
        return limit(DEFAULT_LIMIT, MAX_LIMIT);
    }

    int limit(int usual, int most) {
        Optional<String> text = text("limit");
        boolean number = text.filter(it -> it.length() > 4 || !it.chars().allMatch(c -> c >= '0' && c <= '9'))
                .isEmpty();
        int limit = number ? text.map(Integer::parseInt).orElse(usual) : 0;
        if (limit < 1 || limit > most) {
            throw invalid("\"limit\" must be a whole number from 1 to " + most);
        }
        return limit;
    }

    Optional<String> cursor() {
        return text("cursor");
    }

    /** RFC 3339, or a UTC day, which is its first moment. */
    Optional<Instant> time(String name) {
        return text(name).map(text -> {
            try {
                return text.length() == "2026-03-07".length()
                        ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                        : OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException noTime) {
                throw invalid(
                        '"' + name + "\" must be a time such as 2026-03-07T09:04:36Z, or a day such as 2026-03-07");
            }
        }).map(time -> inRange(name, time));
    }

    /** So that times sort as text. */
    private static Instant inRange(String name, Instant time) {
        if (time.isBefore(Instant.EPOCH) || !time.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
            throw invalid('"' + name + "\" must be in the years 1970 to 9998");
        }
        return time;
    }

    LocalDate requireDay(String name) {
        String text = require(name);
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() < 1970 || day.getYear() > 9998) {
                throw invalid('"' + name + "\" must be in the years 1970 to 9998");
            }
            return day;
        } catch (DateTimeException noDay) {
            throw invalid('"' + name + "\" must be a UTC day such as 2026-03-07");
        }
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(Problem.Kind.INVALID_PARAMETER, detail);
    }
}
