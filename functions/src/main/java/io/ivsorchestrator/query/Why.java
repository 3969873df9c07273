package io.ivsorchestrator.query;

import io.ivsorchestrator.index.EvidenceJson;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.recording.Explanation;
import io.ivsorchestrator.recording.Explanation.Answer;
import io.ivsorchestrator.recording.Explanation.Reason;
import io.ivsorchestrator.recording.RecordingSummary;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Why a recording is what it is, for a program and for a person. */
final class Why {
    private final Explanation explanation;

    Why(Explanation explanation) {
        this.explanation = explanation;
    }

    String json() {
        RecordingSummary summary = explanation.summary();
        return JsonText.object(json -> json.text("id", summary.id().text()).text("state", summary.state().name())
                .text("because", because())
                .list("facts", explanation.reasons().stream().map(reason -> JsonText.object(fact -> {
                    EvidenceJson.write(fact, reason.fact());
                    fact.text("source", reason.fact().source().name()).text("says", FactText.of(reason.fact()))
                            .text("implies", reason.implies().map(Enum::name))
                            .texts("decides", reason.decides().stream().sorted().map(Why::name).toList());
                })).toList()));
    }

    String text() {
        RecordingSummary summary = explanation.summary();
        StringBuilder text = new StringBuilder(summary.id().text()).append(" is ").append(summary.state()).append('\n')
                .append(because()).append("\n\n");
        for (Reason reason : explanation.reasons()) {
            String decides = reason.decides().stream().sorted().map(Why::name).collect(Collectors.joining(", "));
            text.append(reason.fact().time()).append("  ").append(FactText.of(reason.fact())).append('\n');
            reason.implies().ifPresent(state -> text.append("    implies ").append(state)
                    .append(decides.isEmpty() ? "\n" : "; "));
            if (!decides.isEmpty()) {
                text.append(reason.implies().isPresent() ? "" : "    ").append("decides ").append(decides).append('\n');
            }
        }
        return text.toString();
    }

    /** Of the facts that decided the state the one that also says what went wrong; else the first. */
    private String because() {
        Optional<Reason> telling = explanation.reasons().stream()
                .filter(reason -> reason.decides().contains(Answer.STATE))
                .min(Comparator.comparing(reason -> !reason.decides().contains(Answer.FAILURE)));
        return telling.map(reason -> "since " + reason.fact().time() + ", because " + FactText.of(reason.fact()))
                .orElse("because nothing is known that says more");
    }

    private static String name(Answer answer) {
        StringBuilder name = new StringBuilder();
        for (String word : answer.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
