package io.ivsorchestrator.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Why a recording is what it is: every fact in the order of time, and what the answer has from it.
 *
 * @param summary the answer
 * @param reasons earliest first
 */
public record Explanation(RecordingSummary summary, List<Reason> reasons) {
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /**
     * One fact.
     *
     * @param implies the state that it alone would give; empty if it says nothing of the recording's course
     * @param decides what of the answer follows from it; several facts may say the same
     */
    public record Reason(Evidence fact, Optional<RecordingState> implies, Set<Answer> decides) {
        public Reason {
            decides = Set.copyOf(decides);
        }
    }

    /** What a fact can decide. */
    public enum Answer {
        STATE, SOURCE, LOCATION, STARTED_AT, ENDED_AT, DURATION, MEDIA, FAILURE, USERS, EXPIRY, HOLDS, DELETION
    }

    static Explanation of(Recording recording) {
        RecordingSummary summary = recording.summary();
        Conclusion conclusion = new Conclusion(recording);
        List<Reason> reasons = new ArrayList<>();
        recording.facts().stream().sorted(Evidence.EARLIER)
                .forEach(fact -> reasons.add(new Reason(fact, implied(conclusion, fact),
                        decided(recording, conclusion, summary, fact))));
        return new Explanation(summary, reasons);
    }

    private static Optional<RecordingState> implied(Conclusion conclusion, Evidence fact) {
        return fact instanceof Evidence.Aside ? Optional.empty() : Optional.of(conclusion.implied(fact));
    }

    private static Set<Answer> decided(Recording recording, Conclusion conclusion, RecordingSummary summary,
            Evidence fact) {
        Set<Answer> decided = EnumSet.noneOf(Answer.class);
        if (implied(conclusion, fact).equals(Optional.of(summary.state()))) {
            decided.add(Answer.STATE);
        }
        add(decided, Answer.SOURCE, recording, summary.source(), Conclusion::source, fact);
        add(decided, Answer.LOCATION, recording, summary.location(), Conclusion::location, fact);
        add(decided, Answer.STARTED_AT, recording, Optional.of(summary.startedAt()), Conclusion::startedAt, fact);
        add(decided, Answer.ENDED_AT, recording, summary.endedAt(), Conclusion::endedAt, fact);
        add(decided, Answer.DURATION, recording, summary.duration(), Conclusion::duration, fact);
        add(decided, Answer.FAILURE, recording, summary.failure(), conclusion::failure, fact);
        add(decided, Answer.MEDIA, recording, summary.media(), Explanation::media, fact);
        decided.addAll(aside(summary, fact));
        return decided;
    }

    private static Optional<Media> media(Evidence fact) {
        return fact instanceof Evidence.MetadataFound found ? Optional.of(found.metadata().media()) : Optional.empty();
    }

    /** Those of the best source that say just this. */
    private static <T> void add(Set<Answer> decided, Answer answer, Recording recording, Optional<T> value,
            Function<Evidence, Optional<T>> reading, Evidence fact) {
        boolean says = value.isPresent() && reading.apply(fact).equals(value);
        if (says && recording.facts().stream().filter(other -> reading.apply(other).equals(value))
                .map(Evidence::source).min(Comparator.naturalOrder()).equals(Optional.of(fact.source()))) {
            decided.add(answer);
        }
    }

    private static Set<Answer> aside(RecordingSummary summary, Evidence fact) {
        return switch (fact) {
            case Evidence.UserSeen _,Evidence.UserTold _ -> EnumSet.of(Answer.USERS);
            case Evidence.ExpiryTold told when summary.keeping().expiresAt().equals(Optional.of(told.until())) ->
                    EnumSet.of(Answer.EXPIRY);
            case Evidence.HoldChanged hold when hold.change() == Evidence.HoldChange.SET -> EnumSet.of(Answer.HOLDS);
            case Evidence.DeletionReported report when summary.keeping().deletion().filter(
                    it -> it.change() == report.change() && it.at().equals(report.time())).isPresent() ->
                    EnumSet.of(Answer.DELETION);
            case Evidence.Aside _,Evidence.ChannelRecordingReported _,Evidence.ParticipantRecordingReported _ ->
                    EnumSet.noneOf(Answer.class);
            case Evidence.CompositionReported _,Evidence.MetadataFound _,Evidence.ObjectSeen _,Evidence.RecordingTold _ ->
                    EnumSet.noneOf(Answer.class);
        };
    }
}
