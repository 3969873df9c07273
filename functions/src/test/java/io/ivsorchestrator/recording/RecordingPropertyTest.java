package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Joining facts is a semilattice, whatever the facts; few identities and times, so that tellings compete. */
class RecordingPropertyTest {
    private static final RecordingId ID = idOf(CHANNEL_LOCATION);

    @Provide
    Arbitrary<List<Evidence>> facts() {
        return EvidenceArbitraries.anyEvidence().list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<Evidence> fact() {
        return EvidenceArbitraries.anyEvidence();
    }

    @Property
    void join_ofTwo_isCommutative(@ForAll("facts") List<Evidence> some, @ForAll("facts") List<Evidence> others) {
        assertThat(Facts.of(some).join(Facts.of(others))).isEqualTo(Facts.of(others).join(Facts.of(some)));
    }

    @Property
    void join_ofThree_isAssociative(@ForAll("facts") List<Evidence> a, @ForAll("facts") List<Evidence> b,
            @ForAll("facts") List<Evidence> c) {
        assertThat(Facts.of(a).join(Facts.of(b)).join(Facts.of(c)))
                .isEqualTo(Facts.of(a).join(Facts.of(b).join(Facts.of(c))));
    }

    @Property
    void join_again_changesNothing(@ForAll("facts") List<Evidence> some, @ForAll("facts") List<Evidence> others) {
        Facts joined = Facts.of(some).join(Facts.of(others));

        assertThat(joined.join(some)).isSameAs(joined);
        assertThat(joined.join(others)).isSameAs(joined);
        assertThat(some).allMatch(joined::knows);
    }

    @Property
    void summary_ofAnyOrder_isTheSame(@ForAll("facts") List<Evidence> facts, @ForAll("fact") Evidence one,
            @ForAll Random random) {
        List<Evidence> all = new ArrayList<>(facts);
        all.add(one);
        List<Evidence> shuffled = new ArrayList<>(all);
        shuffled.addAll(facts);
        Collections.shuffle(shuffled, random);

        assertThat(Recording.of(ID).join(shuffled).summary()).isEqualTo(Recording.of(ID).join(all).summary());
    }

    @Property
    void state_withOneMoreFact_isNeverLower(@ForAll("facts") List<Evidence> facts, @ForAll("fact") Evidence one,
            @ForAll("fact") Evidence another) {
        Recording before = Recording.of(ID).join(facts).join(one);

        assertThat(before.join(another).summary().state()).isGreaterThanOrEqualTo(before.summary().state());
    }

    @Provide
    Arbitrary<Evidence.RecordingTold> told() {
        return Arbitraries
                .randomValue(random -> EvidenceArbitraries.told(random, COMPOSITE_LOCATION, RecordingState.FAILED));
    }

    /** The API tells a state now with its start, now with its end, now with its place: none of it may be dropped. */
    @Property
    void stateToldAgain_forgetsNothing_inAnyOrder(@ForAll("told") Evidence.RecordingTold a,
            @ForAll("told") Evidence.RecordingTold b, @ForAll("told") Evidence.RecordingTold c) {
        Evidence.RecordingTold merged = (Evidence.RecordingTold) a.over(b);

        assertThat(merged).isEqualTo(b.over(a));
        assertThat(a.over(b).over(c)).isEqualTo(a.over(b.over(c)));
        assertThat(merged.over(a)).isEqualTo(merged);
        assertThat(a.over(a)).isEqualTo(a);
        assertThat(merged.location().isPresent()).isEqualTo(a.location().isPresent() || b.location().isPresent());
        assertThat(merged.startedAt()).isEqualTo(Stream.of(a, b).flatMap(it -> it.startedAt().stream())
                .min(Comparator.naturalOrder()));
        assertThat(merged.endedAt()).isEqualTo(Stream.of(a, b).flatMap(it -> it.endedAt().stream())
                .max(Comparator.naturalOrder()));
        assertThat(merged.code().isPresent()).isEqualTo(a.code().isPresent() || b.code().isPresent());
    }

    /** What concerns a recording must not hang on which telling was kept. */
    @Property
    void reach_withOneMoreFact_losesNothing(@ForAll("facts") List<Evidence> facts, @ForAll("fact") Evidence another) {
        for (RecordingId id : EvidenceArbitraries.IDS) {
            List<Evidence> own = facts.stream().filter(fact -> fact.subject().equals(id)).toList();
            Recording before = Recording.of(id).join(own);
            Recording after = another.subject().equals(id) ? before.join(another) : before;

            assertThat(after.reach().counterparts()).containsAll(before.reach().counterparts());
            assertThat(after.reach().recordingSessionIds()).containsAll(before.reach().recordingSessionIds());
        }
    }
}
