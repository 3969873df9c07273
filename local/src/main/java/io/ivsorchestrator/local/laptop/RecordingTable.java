package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Recordings for a person's eyes: a row each, and below it what does not fit a row. Times are UTC.
 */
final class RecordingTable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final List<String> HEAD = List.of("KIND", "STATE", "STARTED", "ENDED", "DURATION", "SOURCE",
            "SESSION OR STREAM", "PARTICIPANT", "USER");
    private static final String ABSENT = "-";

    private RecordingTable() {
    }

    static String of(List<RecordingSummary> recordings) {
        if (recordings.isEmpty()) {
            return "no recordings\n";
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        recordings.forEach(recording -> rows.add(row(recording)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        StringBuilder table = new StringBuilder(line(HEAD, widths));
        for (int i = 0; i < recordings.size(); i++) {
            table.append(line(rows.get(i + 1), widths));
            details(recordings.get(i)).forEach(detail -> table.append("    ").append(detail).append('\n'));
        }
        return table.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        return IntStream.range(0, widths.length)
                .mapToObj(column -> cells.get(column) + " ".repeat(widths[column] - cells.get(column).length()))
                .collect(Collectors.joining("  ")).stripTrailing() + "\n";
    }

    private static List<String> row(RecordingSummary it) {
        return List.of(it.kind().name().toLowerCase(Locale.ROOT), it.state().name(), time(it.startedAt()),
                it.endedAt().map(RecordingTable::time).orElse(ABSENT),
                it.duration().map(RecordingTable::duration).orElse(ABSENT),
                it.source().map(arn -> arn.resourceId()).orElse(ABSENT),
                joined(Stream.concat(it.sessionIds().stream(), it.streamIds().stream())),
                it.participantId().orElse(ABSENT), joined(it.userIds().stream()));
    }

    private static List<String> details(RecordingSummary it) {
        List<String> details = new ArrayList<>();
        details.add("id " + it.id().text() + ", told by "
                + it.sources().stream().map(Enum::name).collect(Collectors.joining(", ")));
        it.location().ifPresent(location -> details.add(location.toString()));
        it.media().flatMap(Media::hls).ifPresent(hls -> details.add(hls.playlist() + " with "
                + hls.renditions().stream().map(RecordingTable::rendition).collect(Collectors.joining(", "))));
        it.failure().ifPresent(failure -> details.add("failed at " + time(failure.at())
                + (failure.partial() ? " while recording: " : " to start: ")
                + Stream.of(failure.code(), failure.message()).flatMap(Optional::stream)
                        .collect(Collectors.joining(", "))));
        it.unread().ifPresent(reason -> details.add("its metadata could not be used: " + reason));
        it.supersededBy().forEach(by -> details.add("this start failed, then it was recorded: " + by.text()));
        return details;
    }

    private static String rendition(Media.Rendition it) {
        String name = it.path().substring(it.path().lastIndexOf('/') + 1);
        return it.width().isPresent() && it.height().isPresent()
                ? name + " (" + it.width().getAsInt() + "x" + it.height().getAsInt() + ")"
                : name;
    }

    private static String joined(Stream<String> texts) {
        String all = texts.collect(Collectors.joining(" "));
        return all.isEmpty() ? ABSENT : all;
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static String duration(Duration it) {
        return "%d:%02d:%02d.%d".formatted(it.toHours(), it.toMinutesPart(), it.toSecondsPart(),
                it.toMillisPart() / 100);
    }
}
