package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.provisioning.Configuration;
import io.ivsorchestrator.provisioning.Plan;
import io.ivsorchestrator.provisioning.Step;
import io.ivsorchestrator.provisioning.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A plan for people: what would be done, and what is left alone and why. */
final class PlanTable {
    private static final List<String> HEADINGS = List.of("WHAT", "KIND", "NAME", "RULE", "WHY", "ARN");

    private PlanTable() {
    }

    static String of(Plan plan) {
        List<List<String>> rows = new ArrayList<>();
        plan.steps().forEach(step -> configuration(step, rows));
        plan.verdicts().stream().filter(PlanTable::isTold).forEach(verdict -> rows.add(List.of(
                verdict.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                verdict.resource().resourceType(), verdict.name(), verdict.rule().orElse("-"), verdict.reason(),
                verdict.resource().value())));
        StringBuilder text = new StringBuilder();
        if (!rows.isEmpty()) {
            rows.addFirst(HEADINGS);
            text.append(aligned(rows)).append('\n');
        }
        text.append(summary(plan)).append('\n');
        plan.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.toString();
    }

    private static void configuration(Step step, List<List<String>> rows) {
        switch (step) {
            case Step.Create create -> rows.add(row("create", create.content().kind().text(),
                    create.content().text(), create.reason(), "-"));
            case Step.Discard discard -> rows.add(row("delete", discard.configuration(), discard.reason()));
            case Step.Collect collect -> rows.add(row("delete", collect.configuration(), collect.reason()));
            case Step.Attach _,Step.Detach _ -> {
                // Told with its channel or stage.
            }
        }
    }

    private static List<String> row(String what, Configuration configuration, String why) {
        return row(what, configuration.kind().text(), configuration.name(), why, configuration.arn().value());
    }

    private static List<String> row(String what, String kind, String name, String why, String arn) {
        return List.of(what, kind.equals("channel") ? "recording-configuration" : "storage-configuration", name, "-",
                why, arn);
    }

    private static boolean isTold(Verdict verdict) {
        return verdict.drifted() || verdict.outcome() == Verdict.Outcome.LEFT_ALONE;
    }

    private static String summary(Plan plan) {
        if (plan.verdicts().isEmpty()) {
            return "There are no channels and no stages in this account and region.";
        }
        return plan.verdicts().stream().collect(Collectors.groupingBy(Verdict::outcome, java.util.TreeMap::new,
                Collectors.counting())).entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT)
                        .replace('_', ' '))
                .collect(Collectors.joining(", ", plan.verdicts().size() + " channels and stages: ", "."));
    }

    private static String aligned(List<List<String>> rows) {
        int columns = HEADINGS.size();
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        return rows.stream().map(row -> {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(row.get(column));
                if (column < columns - 1) {
                    line.repeat(' ', widths.get(column) - row.get(column).length() + 2);
                }
            }
            return line.toString();
        }).collect(Collectors.joining("\n", "", "\n"));
    }
}
