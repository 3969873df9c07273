package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One call of {@link RecordingIndex#record}: facts about one subject, as a handler hands them over. */
public record Telling(Subject subject, List<Evidence> facts) {
    private static final byte[] KEY = "a key of sixteen".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    public Telling {
        facts = List.copyOf(facts);
    }

    public static Telling of(Evidence... facts) {
        return new Telling(facts[0].subject(), List.of(facts));
    }

    /** One call per subject, the subjects in the order of their first facts. */
    public static List<Telling> batch(List<? extends Evidence> facts) {
        Map<Subject, List<Evidence>> bySubject = new LinkedHashMap<>();
        facts.forEach(fact -> bySubject.computeIfAbsent(fact.subject(), _ -> new ArrayList<>()).add(fact));
        return bySubject.entrySet().stream().map(entry -> new Telling(entry.getKey(), entry.getValue())).toList();
    }

    public List<Boolean> to(IndexTable table) {
        return indexOn(table).record(subject, facts);
    }

    public static RecordingIndex indexOn(IndexTable table) {
        return new RecordingIndex(table, new CursorSeal(KEY));
    }
}
