package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.tests.simulation.SimulatedTable.Change;
import io.ivsorchestrator.tests.simulation.Telling.Claim;
import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What must hold at every moment. */
final class Rules {
    private static final String INCIDENT = "incident.";

    /** Of each write to the table. */
    void check(Change change) {
        Item before = change.before();
        Item after = change.after();
        if (after.attributes().containsKey(KeySchema.SUBJECT)) {
            long version = before == null ? 0 : before.version();
            assertThat(after.version()).as("version of %s", after.key()).isEqualTo(version + 1);
        }
        if (isRecording(after)) {
            assertThat(rank(after)).as("state of %s", after.key())
                    .isGreaterThanOrEqualTo(before == null ? Rank.STARTING : rank(before));
            assertThat(number(after, KeySchema.SEQUENCE)).as("outbound events of %s", after.key())
                    .isGreaterThanOrEqualTo(number(before, KeySchema.SEQUENCE));
            assertThat(number(after, KeySchema.PUBLISHED)).as("published events of %s", after.key())
                    .isGreaterThanOrEqualTo(number(before, KeySchema.PUBLISHED))
                    .isLessThanOrEqualTo(number(after, KeySchema.SEQUENCE));
        }
        if (after.key().partition().startsWith(INCIDENT) && after.key().sort().equals("current") && before != null) {
            checkIncident(JsonObject.parse(view(before)), JsonObject.parse(view(after)));
        }
    }

    /** One incident per cause and resource until it is over, and no recording is taken out of it. */
    private static void checkIncident(JsonObject before, JsonObject after) {
        if (before.requireString("opened").equals(after.requireString("opened"))) {
            assertThat(after.integer("recordings").orElse(0)).as("recordings of %s", after.requireString("id"))
                    .isGreaterThanOrEqualTo(before.integer("recordings").orElse(0));
        } else {
            assertThat(before.requireString("state")).as("state of %s when another was opened",
                    before.requireString("id")).isEqualTo("CLOSED");
        }
    }

    /** What a handled event says is in the table. */
    void checkAcknowledged(Telling telling, SimulatedTable table) {
        for (Claim claim : telling.claims()) {
            if (claim.own()) {
                Optional<Item> item = item(claim.about().id(), table);
                assertThat(item).as("the item of %s, whose event was handled: %s", claim.about(), telling.json())
                        .isPresent();
                assertThat(rank(item.orElseThrow())).as("state of %s after %s", claim.about(), telling.json())
                        .isGreaterThanOrEqualTo(claim.rank());
            }
        }
    }

    private static Optional<Item> item(String id, SimulatedTable table) {
        return Optional.ofNullable(table.bySubject().get(id));
    }

    static boolean isRecording(Item item) {
        return item.attributes().containsKey(KeySchema.SUBJECT) && item.attributes().containsKey(KeySchema.STATE);
    }

    static Rank rank(Item item) {
        return Rank.valueOf(attributes(item).getOrDefault(KeySchema.STATE, "STARTING"));
    }

    static long number(@Nullable Item item, String name) {
        return item == null ? 0 : Long.parseLong(attributes(item).getOrDefault(name, "0"));
    }

    static String view(Item item) {
        return attributes(item).getOrDefault(KeySchema.VIEW, "{}");
    }

    private static Map<String, String> attributes(Item item) {
        return item.attributes();
    }
}
