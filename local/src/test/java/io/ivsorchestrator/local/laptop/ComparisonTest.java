package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each difference between an index and the truth that it can tell, and what it excuses because an event was lost. */
class ComparisonTest {
    private static final Instant START = Instant.parse("2026-03-07T09:04:36Z");
    private static final Instant END = Instant.parse("2026-03-07T10:36:12Z");
    private static final Duration LENGTH = Duration.ofMillis(5_496_300);
    private static final String BUCKET = "acme";
    private static final String CHANNEL_PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final String PARTICIPANT_PREFIX = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-36Z";
    private static final String CHANNEL = "channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8";
    private static final String PARTICIPANT = "participant.Wq8rT2yUi5Oa.st-aB1cD2eF3gH4i.Nb7vC6xZ5lKj.2026-03-07T09-04-36Z";
    private static final String COMPOSITE = "composite.Hj4gF7dSa2Qw.Er3tY6uI9oPa";

    /** What was recorded: by default a recording that ended well. */
    private record Truth(Recorded.Kind kind, String prefix, List<String> streams, List<String> sessions, String user,
            Recorded.State state, Recorded.Metadata metadata) {
        static Truth channel() {
            return new Truth(Recorded.Kind.CHANNEL, CHANNEL_PREFIX, List.of("st-1", "st-2"), List.of(), "",
                    Recorded.State.STOPPED, Recorded.Metadata.ENDED);
        }

        static Truth participant() {
            return new Truth(Recorded.Kind.PARTICIPANT, PARTICIPANT_PREFIX, List.of(), List.of("st-aB1cD2eF3gH4i"),
                    "alice", Recorded.State.STOPPED, Recorded.Metadata.ENDED);
        }

        static Truth composite() {
            return new Truth(Recorded.Kind.COMPOSITE, "x/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite", List.of(), List.of(), "",
                    Recorded.State.STOPPED, Recorded.Metadata.ENDED);
        }

        Truth being(Recorded.State now, Recorded.Metadata newest) {
            return new Truth(kind, prefix, streams, sessions, user, now, newest);
        }

        /** A channel's recording that failed to start. */
        Truth withoutPrefix() {
            return new Truth(kind, "", List.of("st-1"), sessions, user, Recorded.State.FAILED, Recorded.Metadata.NONE);
        }

        Recorded recorded() {
            boolean stage = kind != Recorded.Kind.CHANNEL;
            boolean composite = kind == Recorded.Kind.COMPOSITE;
            return new Recorded(kind, "arn:aws:ivs:us-west-2:123456789012:"
                    + (stage ? "stage/Wq8rT2yUi5Oa" : "channel/Kp3dQ9xTzL7m"), streams, sessions,
                    kind == Recorded.Kind.PARTICIPANT ? "Nb7vC6xZ5lKj" : "", user,
                    composite ? "arn:aws:ivs:us-west-2:123456789012:composition/Hj4gF7dSa2Qw" : "",
                    composite ? "Er3tY6uI9oPa" : "", BUCKET, prefix, START,
                    state == Recorded.State.ACTIVE ? null : END, LENGTH, state, metadata, null);
        }
    }

    /** What the index has of it. */
    private record Row(String id, RecordingState state, Optional<S3Location> location, List<String> streams,
            List<String> sessions, List<String> users, Instant startedAt, Optional<Instant> endedAt,
            Optional<Duration> duration, List<String> supersededBy) {
        static Row of(String id, Truth truth) {
            return new Row(id, RecordingState.valueOf(truth.state().name()),
                    Optional.of(truth.prefix()).filter(prefix -> !prefix.isEmpty())
                            .map(prefix -> new S3Location(BUCKET, prefix)),
                    truth.streams(), truth.sessions(), truth.user().isEmpty() ? List.of() : List.of(truth.user()),
                    START,
                    truth.state() == Recorded.State.ACTIVE ? Optional.empty() : Optional.of(END),
                    truth.metadata() == Recorded.Metadata.ENDED ? Optional.of(LENGTH) : Optional.empty(), List.of());
        }

        Row being(RecordingState other) {
            return new Row(id, other, location, streams, sessions, users, startedAt, endedAt, duration, supersededBy);
        }

        Row at(Optional<S3Location> other) {
            return new Row(id, state, other, streams, sessions, users, startedAt, endedAt, duration, supersededBy);
        }

        Row withStreams(String... ids) {
            return new Row(id, state, location, List.of(ids), sessions, users, startedAt, endedAt, duration,
                    supersededBy);
        }

        Row withSessions(String... ids) {
            return new Row(id, state, location, streams, List.of(ids), users, startedAt, endedAt, duration,
                    supersededBy);
        }

        Row withUsers(String... ids) {
            return new Row(id, state, location, streams, sessions, List.of(ids), startedAt, endedAt, duration,
                    supersededBy);
        }

        Row from(Instant start) {
            return new Row(id, state, location, streams, sessions, users, start, endedAt, duration, supersededBy);
        }

        Row to(Optional<Instant> end) {
            return new Row(id, state, location, streams, sessions, users, startedAt, end, duration, supersededBy);
        }

        Row lasting(Optional<Duration> length) {
            return new Row(id, state, location, streams, sessions, users, startedAt, endedAt, length, supersededBy);
        }

        Row supersededBy(String other) {
            return new Row(id, state, location, streams, sessions, users, startedAt, endedAt, duration, List.of(other));
        }

        RecordingSummary summary() {
            return new RecordingSummary(parsed(id), state, location, Optional.empty(), Optional.empty(),
                    new TreeSet<>(streams), new TreeSet<>(sessions), Optional.empty(), new TreeSet<>(users), startedAt,
                    endedAt, duration, Optional.empty(), MediaPresence.PRESENT, Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), new TreeSet<>(),
                    new TreeSet<>(supersededBy.stream().map(Row::parsed).toList()), Keeping.UNKNOWN);
        }

        private static RecordingId parsed(String text) {
            return RecordingId.parse(text).orElseThrow(() -> new IllegalArgumentException(text));
        }
    }

    private static Comparison.Result compare(List<Row> index, List<Truth> truth, String... lost) {
        return Comparison.of(index.stream().map(Row::summary).toList(), truth.stream().map(Truth::recorded).toList(),
                List.of(lost));
    }

    private static Comparison.Result compare(Truth truth, UnaryOperator<Row> change, String... lost) {
        return compare(List.of(change.apply(Row.of(id(truth), truth))), List.of(truth), lost);
    }

    private static String id(Truth truth) {
        return switch (truth.kind()) {
            case CHANNEL -> truth.prefix().isEmpty() ? "channel.Kp3dQ9xTzL7m.st-1" : CHANNEL;
            case PARTICIPANT -> PARTICIPANT;
            case COMPOSITE -> COMPOSITE;
        };
    }

    private static void assertEqual(Comparison.Result result) {
        assertThat(result).isEqualTo(new Comparison.Result(1, 0, List.of()));
    }

    private static void assertExcused(Comparison.Result result) {
        assertThat(result).isEqualTo(new Comparison.Result(0, 1, List.of()));
    }

    private static void assertDifferent(Comparison.Result result, String difference) {
        assertThat(result).isEqualTo(new Comparison.Result(0, 0, List.of(difference)));
    }

    // What is equal

    @Test
    void nothing_equalsNothing() {
        assertThat(compare(List.of(), List.of())).isEqualTo(new Comparison.Result(0, 0, List.of()));
    }

    @ParameterizedTest
    @EnumSource(Recorded.Kind.class)
    void aRecordingOfEachKind_isInTheIndexAsItWas(Recorded.Kind kind) {
        Truth truth = switch (kind) {
            case CHANNEL -> Truth.channel();
            case PARTICIPANT -> Truth.participant();
            case COMPOSITE -> Truth.composite();
        };

        assertEqual(compare(truth, row -> row));
        assertEqual(compare(truth.being(Recorded.State.ACTIVE, Recorded.Metadata.STARTED), row -> row));
        assertEqual(compare(truth.being(Recorded.State.FAILED, Recorded.Metadata.FAILED), row -> row));
    }

    @Test
    void aFailedStart_isInTheIndexByItsStream() {
        assertEqual(compare(Truth.channel().withoutPrefix(), row -> row));
    }

    @Test
    void aRowThatAnotherOneStandsFor_isNotCounted() {
        Truth truth = Truth.channel();

        assertEqual(compare(List.of(Row.of(CHANNEL, truth), Row.of("channel.Kp3dQ9xTzL7m.st-1", truth)
                .supersededBy(CHANNEL)), List.of(truth)));
    }

    @Test
    void countsAdd_andEachDifferenceIsNamed() {
        List<Row> index = new ArrayList<>();
        index.add(Row.of(CHANNEL, Truth.channel()));
        index.add(Row.of(PARTICIPANT, Truth.participant()).withUsers("bob"));

        assertThat(compare(index, List.of(Truth.channel(), Truth.participant(), Truth.composite())))
                .satisfies(result -> {
                    assertThat(result.exact()).isEqualTo(1);
                    assertThat(result.excused()).isZero();
                    assertThat(result.differences()).hasSize(2)
                            .anySatisfy(difference -> assertThat(difference).startsWith(PARTICIPANT + ": users [bob]"))
                            .anySatisfy(difference -> assertThat(difference).startsWith(COMPOSITE + " is missing"));
                });
    }

    // Whole recordings

    @Test
    void aRecordingThatLeftMetadata_mustBeThere_whateverWasLost() {
        Comparison.Result result = compare(List.of(), List.of(Truth.channel()), "{\"stream_id\":\"st-1\"}");

        assertThat(result.exact()).isZero();
        assertThat(result.excused()).isZero();
        assertThat(result.differences()).singleElement().satisfies(difference -> assertThat(difference)
                .startsWith(CHANNEL + " is missing: ").contains(CHANNEL_PREFIX));
    }

    @Test
    void aFailedStart_isMissing_unlessAnEventAboutItWasLost() {
        Truth failed = Truth.channel().withoutPrefix();

        assertThat(compare(List.of(), List.of(failed)).differences()).singleElement()
                .satisfies(difference -> assertThat(
                        difference).startsWith("channel.Kp3dQ9xTzL7m.st-1 is missing: "));
        assertThat(compare(List.of(), List.of(failed), "{\"stream_id\":\"st-2\"}").differences()).hasSize(1);
        assertExcused(compare(List.of(), List.of(failed), "{}", "{\"stream_id\":\"st-1\"}"));
        Truth participant = Truth.participant().being(Recorded.State.FAILED, Recorded.Metadata.NONE);
        assertThat(compare(List.of(), List.of(participant)).differences()).hasSize(1);
        assertExcused(compare(List.of(), List.of(participant), "{\"participant_id\":\"Nb7vC6xZ5lKj\"}"));
    }

    @Test
    void aDestinationThatFailedToStart_isNoRecording() {
        assertExcused(compare(List.of(),
                List.of(Truth.composite().being(Recorded.State.FAILED, Recorded.Metadata.NONE))));
    }

    @Test
    void whatWasNeverRecorded_isNamed() {
        assertDifferent(compare(List.of(Row.of(CHANNEL, Truth.channel())), List.of()),
                CHANNEL + " is in the index and was never recorded");
    }

    // Members

    @Test
    void state_differs() {
        assertDifferent(compare(Truth.channel(), row -> row.being(RecordingState.ACTIVE)),
                CHANNEL + ": state ACTIVE instead of STOPPED");
        assertDifferent(compare(Truth.channel(), row -> row.being(RecordingState.FAILED)),
                CHANNEL + ": state FAILED instead of STOPPED");
        assertDifferent(compare(Truth.channel().being(Recorded.State.FAILED, Recorded.Metadata.FAILED),
                row -> row.being(RecordingState.STOPPED)), CHANNEL + ": state STOPPED instead of FAILED");
        assertDifferent(compare(Truth.channel().being(Recorded.State.ACTIVE, Recorded.Metadata.STARTED),
                row -> row.being(RecordingState.STARTING)), CHANNEL + ": state STARTING instead of ACTIVE");
    }

    @Test
    void state_olderThanTheTruth_isExcusedWhereTheEventOfTheEndWasLostAndNoObjectTellsOfIt() {
        Truth brokenOff = Truth.participant().being(Recorded.State.FAILED, Recorded.Metadata.STARTED);
        String lost = "{\"participant_id\":\"Nb7vC6xZ5lKj\"}";

        assertExcused(compare(brokenOff, row -> row.being(RecordingState.ACTIVE), lost));
        assertDifferent(compare(brokenOff, row -> row.being(RecordingState.ACTIVE)),
                PARTICIPANT + ": state ACTIVE instead of FAILED");
        assertDifferent(compare(brokenOff.being(Recorded.State.ACTIVE, Recorded.Metadata.STARTED),
                row -> row.being(RecordingState.STOPPED), lost), PARTICIPANT + ": state STOPPED instead of ACTIVE");
        assertDifferent(compare(Truth.participant(), row -> row.being(RecordingState.ACTIVE), lost),
                PARTICIPANT + ": state ACTIVE instead of STOPPED");
    }

    @Test
    void place_differs() {
        assertDifferent(compare(Truth.channel(), row -> row.at(Optional.of(new S3Location("other", CHANNEL_PREFIX)))),
                CHANNEL + ": bucket and prefix other/" + CHANNEL_PREFIX + " instead of acme/" + CHANNEL_PREFIX);
        assertDifferent(compare(Truth.channel(), row -> row.at(Optional.of(new S3Location(BUCKET, "elsewhere")))),
                CHANNEL + ": bucket and prefix acme/elsewhere instead of acme/" + CHANNEL_PREFIX);
        assertDifferent(compare(Truth.channel(), row -> row.at(Optional.empty())),
                CHANNEL + ": bucket and prefix unknown instead of acme/" + CHANNEL_PREFIX);
    }

    @Test
    void start_differs_ifMetadataTellIt() {
        UnaryOperator<Row> late = row -> row.from(START.plusSeconds(1));

        assertDifferent(compare(Truth.channel(), late),
                CHANNEL + ": start 2026-03-07T09:04:37Z instead of 2026-03-07T09:04:36Z");
        assertEqual(compare(Truth.channel().withoutPrefix(), late));
    }

    @Test
    void end_differs_ifMetadataTellIt() {
        assertDifferent(compare(Truth.channel(), row -> row.to(Optional.of(END.plusSeconds(1)))), CHANNEL
                + ": end 2026-03-07T10:36:13Z instead of 2026-03-07T10:36:12Z");
        assertDifferent(compare(Truth.channel().being(Recorded.State.FAILED, Recorded.Metadata.FAILED),
                row -> row.to(Optional.empty())),
                CHANNEL
                        + ": end unknown instead of 2026-03-07T10:36:12Z");
        assertEqual(compare(Truth.channel().being(Recorded.State.FAILED, Recorded.Metadata.STARTED),
                row -> row.to(Optional.empty())));
    }

    @Test
    void duration_differs_ofARecordingThatEndedWell() {
        assertDifferent(compare(Truth.channel(), row -> row.lasting(Optional.of(LENGTH.plusMillis(1)))),
                CHANNEL + ": duration PT1H31M36.301S instead of PT1H31M36.3S");
        assertDifferent(compare(Truth.channel(), row -> row.lasting(Optional.empty())),
                CHANNEL + ": duration unknown instead of PT1H31M36.3S");
        assertEqual(compare(Truth.channel().being(Recorded.State.FAILED, Recorded.Metadata.FAILED),
                row -> row.lasting(Optional.of(Duration.ZERO))));
    }

    @Test
    void streams_differ() {
        assertDifferent(compare(Truth.channel(), row -> row.withStreams("st-1")),
                CHANNEL + ": streams [st-1] instead of [st-1, st-2]");
        assertDifferent(compare(Truth.channel(), row -> row.withStreams("st-1", "st-2", "st-3")),
                CHANNEL + ": streams [st-1, st-2, st-3] instead of [st-1, st-2]");
    }

    @Test
    void sessions_differ() {
        assertDifferent(compare(Truth.participant(), row -> row.withSessions()),
                PARTICIPANT + ": sessions [] instead of [st-aB1cD2eF3gH4i]");
        assertDifferent(compare(Truth.channel(), row -> row.withSessions("st-9")),
                CHANNEL + ": sessions [st-9] instead of []");
    }

    @Test
    void users_differ() {
        assertDifferent(compare(Truth.participant(), row -> row.withUsers()),
                PARTICIPANT + ": users [] instead of [alice]");
        assertDifferent(compare(Truth.participant(), row -> row.withUsers("bob")),
                PARTICIPANT + ": users [bob] instead of [alice]");
        assertDifferent(compare(Truth.composite(), row -> row.withUsers("bob")),
                COMPOSITE + ": users [bob] instead of []");
    }

    @Test
    void names_thatOnlyALostEventTold_mayBeMissing_butNoneMayBeInvented() {
        String lost = "{\"stream_id\":\"st-2\"}";

        assertEqual(compare(Truth.channel(), row -> row.withStreams("st-1"), lost));
        assertDifferent(compare(Truth.channel(), row -> row.withStreams("st-1", "st-3"), lost),
                CHANNEL + ": streams [st-1, st-3] instead of [st-1, st-2]");
        String lostToo = "{\"participant_id\":\"Nb7vC6xZ5lKj\"}";
        assertEqual(compare(Truth.participant(), row -> row.withUsers(), lostToo));
        assertDifferent(compare(Truth.participant(), row -> row.withUsers("bob"), lostToo),
                PARTICIPANT + ": users [bob] instead of [alice]");
        assertDifferent(compare(Truth.composite(), row -> row.withSessions("st-9"),
                "{\"resources\":[\"arn:aws:ivs:us-west-2:123456789012:composition/Hj4gF7dSa2Qw\"]}"),
                COMPOSITE + ": sessions [st-9] instead of []");
    }

    @Test
    void allDifferencesOfARecording_areNamed() {
        assertDifferent(compare(Truth.participant(), row -> row.being(RecordingState.ACTIVE)
                .from(START.minusSeconds(6)).lasting(Optional.empty()).withUsers("bob")),
                PARTICIPANT + ": state ACTIVE instead of STOPPED; start 2026-03-07T09:04:30Z instead of"
                        + " 2026-03-07T09:04:36Z; duration unknown instead of PT1H31M36.3S; users [bob]"
                        + " instead of [alice]");
    }
}
