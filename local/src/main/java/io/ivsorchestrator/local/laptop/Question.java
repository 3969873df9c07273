package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.InvalidCursorException;
import io.ivsorchestrator.index.Page;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.StageSessionPage;
import io.ivsorchestrator.index.TimeRange;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Answers one line that a person typed: a word for the access path, then its values. */
final class Question {
    static final String HELP = """
            recording <id>                                  one recording
            facts <id>                                      what was told about it, by whom and when
            at <bucket> <prefix>                            the recording at a place
            channel <channel id> [<from> [<to>]]            recordings of a channel
            stage <stage id> [<from> [<to>]]                recordings of a stage
            session <stage id> <session id>                 recordings of a stage session, composites inferred
            stream <channel id> <stream id>                 recordings of a stream
            participant <stage id> <participant id>         recordings of a participant
            user <user id> [<from> [<to>]]                  recordings of a user over all stages
            active                                          what is being recorded now
            attention <day>                                 what failed or needs attention
            day <day>                                       everything that started on a day
            Times are like 2026-03-07T19:00:00Z, days like 2026-03-07, both UTC. Add "after <cursor>" for the next page.
            """;
    private static final int LIMIT = 25;

    private final RecordingIndex index;

    Question(RecordingIndex index) {
        this.index = index;
    }

    /** The answer as text; what was wrong with the question, if it cannot be answered. */
    String answer(String line) {
        List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
        try {
            Optional<String> cursor = takeCursor(words);
            return answer(words.getFirst(), words.subList(1, words.size()), cursor);
        } catch (DateTimeParseException noTime) {
            return "not a time or day: " + noTime.getParsedString() + "\n" + HELP;
        } catch (IllegalArgumentException | InvalidCursorException | IndexUnavailableException unanswerable) {
            return unanswerable.getMessage() + "\n";
        }
    }

    private static Optional<String> takeCursor(List<String> words) {
        int after = words.lastIndexOf("after");
        if (after < 1 || after != words.size() - 2) {
            return Optional.empty();
        }
        String cursor = words.removeLast();
        words.removeLast();
        return Optional.of(cursor);
    }

    private String answer(String path, List<String> values, Optional<String> cursor) {
        return switch (path) {
            case "recording" -> one(values, index.find(id(values)));
            case "facts" -> index.findWithFacts(id(values)).map(Question::facts).orElse("no such recording\n");
            case "at" -> one(values, index.findAt(new S3Location(value(values, 0), value(values, 1))));
            case "channel" -> page(new RecordingQuery.OfChannel(value(values, 0), range(values)), cursor);
            case "stage" -> page(new RecordingQuery.OfStage(value(values, 0), range(values)), cursor);
            case "session" -> session(index.stageSession(value(values, 0), value(values, 1), cursor, LIMIT));
            case "stream" -> page(new RecordingQuery.OfStream(value(values, 0), value(values, 1)), cursor);
            case "participant" -> page(new RecordingQuery.OfParticipant(value(values, 0), value(values, 1)), cursor);
            case "user" -> page(new RecordingQuery.OfUser(value(values, 0), range(values)), cursor);
            case "active" -> page(new RecordingQuery.Active(), cursor);
            case "attention" -> page(new RecordingQuery.NeedingAttention(LocalDate.parse(value(values, 0))), cursor);
            case "day" -> page(new RecordingQuery.OfDay(LocalDate.parse(value(values, 0))), cursor);
            case "help" -> HELP;
            default -> "no such question: " + path + "\n" + HELP;
        };
    }

    private String page(RecordingQuery query, Optional<String> cursor) {
        return page(index.query(query, cursor, LIMIT));
    }

    private static String page(Page page) {
        return RecordingTable.of(page.recordings())
                + page.next().map(next -> "more: repeat the question with: after " + next + "\n").orElse("");
    }

    private static String session(StageSessionPage page) {
        return page(page.participants()) + (page.composites().isEmpty()
                ? ""
                : "composites of the stage at that time (inferred: they name no session):\n"
                        + RecordingTable.of(page.composites()));
    }

    private static String one(List<String> asked, Optional<RecordingSummary> found) {
        return found.map(recording -> RecordingTable.of(List.of(recording)))
                .orElseGet(() -> "no such recording: " + String.join(" ", asked) + "\n");
    }

    private static String facts(Recording recording) {
        return recording.facts().stream().map(Question::fact).sorted()
                .collect(Collectors.joining("\n", RecordingTable.of(List.of(recording.summary())), "\n"));
    }

    private static String fact(Evidence evidence) {
        return "    " + evidence.time() + "  " + evidence.source() + "  " + evidence.identity() + "  about "
                + evidence.subject().text();
    }

    private static RecordingId id(List<String> values) {
        String text = value(values, 0);
        return RecordingId.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("not a recording id: " + text));
    }

    private static TimeRange range(List<String> values) {
        return new TimeRange(optional(values, 1).map(Instant::parse), optional(values, 2).map(Instant::parse));
    }

    private static String value(List<String> values, int index) {
        return optional(values, index).orElseThrow(
                () -> new IllegalArgumentException("that question needs more values:\n" + HELP.stripTrailing()));
    }

    private static Optional<String> optional(List<String> values, int index) {
        return index < values.size() ? Optional.of(values.get(index)) : Optional.empty();
    }
}
