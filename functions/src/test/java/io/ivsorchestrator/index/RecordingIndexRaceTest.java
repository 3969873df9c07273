package io.ivsorchestrator.index;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.recording.MetadataFile;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two writers at once, in every order of their calls, and writers that die at any of theirs: the outcome is the same. */
class RecordingIndexRaceTest {
    /** What is known already, and what two writers are about to write. */
    record Race(String name, List<Telling> before, Telling one, Telling other) {
        String sequentially() {
            InMemoryIndexTable table = table();
            one.to(table);
            other.to(table);
            return table.contents();
        }

        InMemoryIndexTable table() {
            InMemoryIndexTable table = new InMemoryIndexTable();
            before.forEach(telling -> telling.to(table));
            return table;
        }

        Race reversed() {
            return new Race(name + ", the other one first", before, other, one);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Race race(String name, Telling one, Telling other) {
        return new Race(name, List.of(), one, other);
    }

    static Stream<Race> races() {
        return Stream.of(
                race("two facts on one new recording", Telling.of(aChannelStart().build()),
                        Telling.of(aChannelEnd().build())),
                race("object and start of one new recording",
                        Telling.of(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build()),
                        Telling.of(aChannelStart().build())),
                race("user and participant recording", Telling.of(aUser("user-7").build()),
                        Telling.of(aParticipantStart().build())),
                race("user and participant recording from S3", Telling.of(aUser("user-7").build()),
                        Telling.of(aMetadata(PARTICIPANT_LOCATION, MetadataFile.ENDED).build())),
                race("two users, one of them of a merged session",
                        Telling.of(aUser("user-7").build()),
                        Telling.of(aParticipantStart().build(),
                                aParticipantStart().session(SESSION_2).at("2026-03-07T09:20:00Z").build())),
                new Race("merge naming a second session and a user of that session",
                        List.of(Telling.of(aParticipantStart().build())),
                        Telling.of(aParticipantEnd().session(SESSION_2).build()),
                        Telling.of(aUser("user-8").session(SESSION_2).build())),
                race("metadata naming another participant and that one's user",
                        Telling.of(aUser("user-8").participant("Oo9oO9oO9oO9").build()),
                        Telling.of(aMetadata(PARTICIPANT_LOCATION, MetadataFile.ENDED).participant("Oo9oO9oO9oO9")
                                .build())),
                race("composition's end and composite's metadata",
                        Telling.of(aComposition(CompositionChange.SESSION_END).build()),
                        Telling.of(aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).build())),
                race("stream failure and recording start", Telling.of(aStreamFailure().build()),
                        Telling.of(aChannelStart().build())),
                new Race("stream failure and the start that names the stream of a recording known from S3",
                        List.of(Telling.of(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build())),
                        Telling.of(aStreamFailure().build()), Telling.of(aChannelStart().build())),
                new Race("stream failure and merge that names its stream", List.of(Telling.of(aChannelStart().build())),
                        Telling.of(aStreamFailure().stream(STREAM_2).build()),
                        Telling.of(aChannelEnd().stream(STREAM_2).mergedWith(STREAM_1).build())),
                race("stream failure and start failure", Telling.of(aStreamFailure().build()),
                        Telling.of(aChannelStartFailure().withoutRecordingSession().build())),
                race("start failure and recording start", Telling.of(aChannelStartFailure().build()),
                        Telling.of(aChannelStart().build())),
                new Race("start failure and the merge that tells its recording session",
                        List.of(Telling.of(aChannelStart().build())),
                        Telling.of(aChannelStartFailure().recordingSession("bB2bB2bB2bB2").build()),
                        Telling.of(aChannelEnd().stream(STREAM_2).recordingSession("bB2bB2bB2bB2").build())),
                new Race("two recordings sharing a failed stream", List.of(Telling.of(aStreamFailure().build())),
                        Telling.of(aChannelStart().build()),
                        Telling.of(aChannelStart().in(channelLocation("nN3nN3nN3nN3")).build())),
                new Race("two starts that a failed one belongs to", List.of(Telling.of(aStreamFailure().build())),
                        Telling.of(aChannelStartFailure().build()),
                        Telling.of(aChannelStart().in(channelLocation("nN3nN3nN3nN3")).build())));
    }

    static Stream<Race> bothWays() {
        return races().flatMap(race -> Stream.of(race, race.reversed()));
    }

    @ParameterizedTest
    @MethodSource("races")
    void record_oneAfterTheOther_doesNotDependOnWhichComesFirst(Race race) {
        assertThat(race.reversed().sequentially()).isEqualTo(race.sequentially());
    }

    @ParameterizedTest
    @MethodSource("races")
    void record_twoWritersInterleaved_isAsOneAfterTheOther(Race race) {
        String expected = race.sequentially();

        int orders = Interleavings.explore(race::table, List.of(race.one()::to, race.other()::to),
                (table, order) -> assertThat(table.contents()).as("order of calls %s", order).isEqualTo(expected));

        assertThat(orders).isGreaterThan(1);
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void record_writerDiesAmongTheOthersCalls_redeliveryCompletesIt(Race race) {
        String expected = race.sequentially();
        for (boolean madeFirst : List.of(false, true)) {
            for (int deadly = 0; deadly < calls(race); deadly++) {
                int call = deadly;
                Consumer<IndexTable> dying = table -> dies(race.one(), new DyingIndexTable(table, call, madeFirst));

                Interleavings.explore(race::table, List.of(dying, race.other()::to), (table, order) -> {
                    race.one().to(table);
                    assertThat(table.contents())
                            .as("order of calls %s, the first writer's call %s was its last, made: %s", order, call,
                                    madeFirst)
                            .isEqualTo(expected);
                });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void record_writerDiesAndIsRedeliveredBeforeTheOther_isAsIfItHadNotDied(Race race) {
        String expected = race.sequentially();
        for (boolean madeFirst : List.of(false, true)) {
            for (int deadly = 0; deadly < calls(race); deadly++) {
                InMemoryIndexTable table = race.table();
                dies(race.one(), new DyingIndexTable(table, deadly, madeFirst));
                race.one().to(table);
                race.other().to(table);

                assertThat(table.contents()).as("call %s, made: %s", deadly, madeFirst).isEqualTo(expected);
            }
        }
    }

    @Test
    void record_threeWritersOfAMerge_areAsOneAfterTheOther() {
        List<Telling> tellings = List.of(Telling.of(aParticipantStart().build()),
                Telling.of(aParticipantEnd().session(SESSION_2).build()),
                Telling.of(aUser("user-8").session(SESSION_2).build()));
        InMemoryIndexTable sequential = new InMemoryIndexTable();
        tellings.forEach(telling -> telling.to(sequential));

        int runs = Interleavings.explore(InMemoryIndexTable::new,
                tellings.stream().<Consumer<IndexTable>>map(telling -> telling::to).toList(),
                (table, order) -> assertThat(table.contents()).as("order of calls %s", order)
                        .isEqualTo(sequential.contents()));

        assertThat(runs).isGreaterThan(20);
    }

    private static int calls(Race race) {
        InMemoryIndexTable table = race.table();
        table.takeCalls();
        race.one().to(table);
        return table.takeCalls().size();
    }

    private static void dies(Telling telling, IndexTable table) {
        try {
            telling.to(table);
        } catch (DyingIndexTable.Death expected) {
            assertThat(expected).isNotNull();
        }
    }
}
