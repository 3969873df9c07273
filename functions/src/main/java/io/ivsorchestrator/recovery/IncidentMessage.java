package io.ivsorchestrator.recovery;

import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Incident;
import io.ivsorchestrator.incident.IncidentKey;

/** What people are told of an incident, in plain words. */
record IncidentMessage(String subject, String text) {
    private static final int MAX_STATE = 2000;

    /** @param runbook where the pages are, ending in a slash */
    static IncidentMessage failing(Incident incident, String cure, String runbook) {
        StringBuilder text = new StringBuilder(1000);
        text.append(incident.key().cause().title()).append(".\n\n");
        text.append("Resource: ").append(incident.key().resource()).append('\n');
        text.append("Since: ").append(incident.since()).append('\n');
        text.append("Recordings that failed so far: ").append(incident.recordings()).append('\n');
        incident.affected().forEach(arn -> text.append("Affected: ").append(arn).append('\n'));
        text.append("\nWhat was found:\n");
        incident.findings().forEach(finding -> text.append("- ").append(finding).append('\n'));
        text.append("\nWhat was done:\n");
        if (incident.attempts().isEmpty()) {
            text.append("- Nothing: for this there is no remedy that could be applied from here.\n");
        }
        incident.attempts().forEach(attempt -> text.append(line(attempt)));
        text.append("\nWhat to do: ").append(cure).append('\n');
        text.append("Runbook: ").append(page(incident.key(), runbook)).append('\n');
        text.append("Incident: ").append(incident.id()).append('\n');
        return new IncidentMessage("Recording fails: " + incident.key().cause().title(), text.toString());
    }

    private static String line(Attempt attempt) {
        String outcome = switch (attempt.outcome()) {
            case PROPOSED -> " would be done if the mode allowed it";
            case STARTED -> " was begun";
            case DONE -> " was done";
            case FAILED -> " was tried in vain";
            case REFUSED -> " was not done";
        };
        return "- " + attempt.at() + " " + attempt.remedy() + outcome + "." + clause(" ", attempt.remark())
                + clause("\n  before: ", attempt.before()) + clause("\n  after: ", attempt.after()) + "\n";
    }

    private static String clause(String label, String text) {
        if (text.isEmpty()) {
            return "";
        }
        return label + (text.length() <= MAX_STATE ? text : text.substring(0, MAX_STATE) + "...");
    }

    static IncidentMessage over(Incident incident, String recording, String runbook) {
        return new IncidentMessage("Recording works again: " + incident.key().cause().title(),
                "Recording " + recording + ", which began after the last failure, works.\n\nResource: "
                        + incident.key().resource() + "\nSince: " + incident.since() + "\nRecordings that failed: "
                        + incident.recordings() + "\nRunbook: " + page(incident.key(), runbook) + "\nIncident: "
                        + incident.id() + "\n");
    }

    private static String page(IncidentKey key, String runbook) {
        return runbook + key.cause().page() + ".md";
    }
}
