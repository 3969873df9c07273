package io.ivsorchestrator.recovery;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.RecordingSummary;
import java.util.EnumSet;
import java.util.Set;

/**
 * One of our own events, or what this function sends itself to go on later.
 *
 * @param round 0 for an event; how often the function has come back for it
 */
record OutcomeEvent(OutboundChange change, RecordingSummary recording, Set<EvidenceSource> toldBy, int round) {
    private static final String ROUND = "round";

    OutcomeEvent {
        toldBy = Set.copyOf(toldBy);
    }

    /** @throws JsonException if it is none, or not from our publisher's source and account */
    static OutcomeEvent read(String text, String account) {
        JsonObject event = JsonObject.parse(text);
        if (!event.requireString("source").equals(OutboundNames.SOURCE)) {
            throw event.error("source", "must be " + OutboundNames.SOURCE);
        }
        if (!event.requireString("account").equals(account)) {
            throw event.error("account", "must be " + account);
        }
        OutboundChange change = OutboundChange.ofDetailType(event.requireString("detail-type"))
                .orElseThrow(() -> event.error("detail-type", "is none of ours"));
        JsonObject detail = event.requireObject("detail");
        Set<EvidenceSource> toldBy = EnumSet.noneOf(EvidenceSource.class);
        detail.strings("toldBy").forEach(source -> toldBy.add(EvidenceSource.valueOf(source)));
        return new OutcomeEvent(change, SummaryJson.read(detail.requireObject("recording")), toldBy,
                detail.smallInteger(ROUND).orElse(0));
    }

    /** As {@link #read} understands it. */
    String write(String account) {
        return JsonText.object(json -> json.text("source", OutboundNames.SOURCE).text("account", account)
                .text("detail-type", change.detailType()).object("detail", detail -> detail
                        .texts("toldBy", toldBy.stream().map(Enum::name).sorted().toList()).number(ROUND, round)
                        .json("recording", SummaryJson.write(recording))));
    }

    /** With the recording as it is by now. */
    OutcomeEvent of(RecordingSummary now) {
        return new OutcomeEvent(change, now, toldBy, round);
    }

    OutcomeEvent again() {
        return new OutcomeEvent(change, recording, toldBy, round + 1);
    }
}
