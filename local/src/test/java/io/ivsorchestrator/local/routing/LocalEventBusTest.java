package io.ivsorchestrator.local.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalEventBusTest {
    private static final String CHANNEL = "{\"source\":[\"aws.ivs\"],\"detail-type\":[\"IVS Recording State Change\"]}";
    private static final String METADATA = "{\"source\":[\"aws.s3\"],\"detail\":{\"object\":{\"key\":[{\"wildcard\":"
            + "\"*/events/recording-*.json\"}]}}}";
    private static final String ANY_IVS = "{\"source\":[\"aws.ivs\"]}";

    private final QueuesForTests queues = new QueuesForTests();

    @AfterAll
    void stopQueues() {
        queues.close();
    }

    @Test
    void deliver_matchingEvent_reachesTheQueueOfEveryMatchingRuleUnchanged() {
        String recordings = queues.queue("recordings");
        String objects = queues.queue("objects");
        String everything = queues.queue("everything");
        var bus = LocalEventBus.of(
                queues.sqs(),
                List.of(
                        new Rule("recordings", CHANNEL, recordings),
                        new Rule("objects", METADATA, objects),
                        new Rule("everything", ANY_IVS, everything)));
        // Spaces and order of members are the sender's own.
        String recording = "{ \"detail-type\": \"IVS Recording State Change\",  \"source\": \"aws.ivs\", \"detail\": {} }";
        String object = "{\"source\":\"aws.s3\",\"detail\":{\"object\":{\"key\":\"a/events/recording-ended.json\"}}}";

        assertThat(bus.deliver(recording)).containsExactly("everything", "recordings");
        assertThat(bus.deliver(object)).containsExactly("objects");

        assertThat(queues.takeAll(recordings)).containsExactly(recording);
        assertThat(queues.takeAll(everything)).containsExactly(recording);
        assertThat(queues.takeAll(objects)).containsExactly(object);
        assertThat(bus.matched()).isEqualTo(2);
        assertThat(bus.unmatched()).isEmpty();
    }

    @Test
    void deliver_eventThatNoRuleWants_isCountedByKind() {
        var bus = LocalEventBus.of(queues.sqs(), List.of(new Rule("channel", CHANNEL, queues.queue("unwanted"))));
        String breach = "{\"source\":\"aws.ivs\",\"detail-type\":\"IVS Limit Breach\"}";

        assertThat(bus.deliver(breach)).isEmpty();
        assertThat(bus.deliver(breach)).isEmpty();
        assertThat(bus.deliver("{\"source\":\"aws.s3\",\"detail-type\":\"Object Created\"}")).isEmpty();

        assertThat(bus.unmatched()).isEqualTo(Map.of("aws.ivs: IVS Limit Breach", 2L, "aws.s3: Object Created", 1L));
        assertThat(bus.matched()).isZero();
    }

    @Test
    void deliver_oneQueueIsGone_theOtherStillGetsTheEvent() {
        String present = queues.queue("present");
        String absent = present.replace("present", "absent");
        var bus = LocalEventBus.of(
                queues.sqs(), List.of(new Rule("a", ANY_IVS, absent), new Rule("b", ANY_IVS, present)));

        assertThatThrownBy(() -> bus.deliver("{\"source\":\"aws.ivs\"}"))
                .isInstanceOf(QueueDoesNotExistException.class);

        assertThat(queues.takeAll(present)).hasSize(1);
    }

    @Test
    void deliver_noJsonObject_isRefused() {
        var bus = LocalEventBus.of(queues.sqs(), List.of());
        for (String text : List.of("", "{", "[]", "null", "\"event\"")) {
            assertThatThrownBy(() -> bus.deliver(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rule_brokenPattern_isRefusedWithTheMatchersExplanation() {
        assertThatThrownBy(() -> new Rule("broken", "{\"source\":\"aws.ivs\"}", "queue"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule broken has no valid event pattern")
                .hasMessageContaining("source");
    }

    @Test
    void of_twoRulesOfOneName_isRefused() {
        var rule = new Rule("same", ANY_IVS, "queue");
        assertThatThrownBy(() -> LocalEventBus.of(queues.sqs(), List.of(rule, rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same");
    }
}
