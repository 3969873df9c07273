package io.ivsorchestrator.local.emulator.fault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.fault.Fault.Effect;
import io.ivsorchestrator.local.ivs.api.ApiFaults;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.Operation;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import io.ivsorchestrator.local.ivs.studio.RecordingFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The faults that are on. Each decides by chance of its own, so that the same seed and the same course of things give the same
 * faults, whatever else is switched on. Safe for use by many threads.
 */
public final class Switchboard implements RecordingFaults, ApiFaults {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long seed;
    private final List<Active> active = new CopyOnWriteArrayList<>();
    private int number;

    public Switchboard(long seed) {
        this.seed = seed;
    }

    /** A fault that is on, by an id such as {@code f1}. */
    public static final class Active {
        private final String id;
        private final Fault fault;
        private final double rate;
        private final ObjectNode said;
        private final SplittableRandom random;
        private int left;
        private int hits;

        private Active(String id, Fault fault, double rate, int most, ObjectNode said, SplittableRandom random) {
            this.id = id;
            this.fault = fault;
            this.rate = rate;
            this.left = most;
            this.said = said;
            this.random = random;
        }

        public String id() {
            return id;
        }

        public Fault fault() {
            return fault;
        }

        /** What was asked for, its id, and how often it struck. */
        public synchronized ObjectNode json() {
            return said.deepCopy().put("id", id).put("struck", hits);
        }

        private synchronized boolean strikes() {
            if (left == 0 || random.nextDouble() >= rate) {
                return false;
            }
            left--;
            hits++;
            return true;
        }

        private synchronized int within(int bound) {
            return 1 + random.nextInt(bound);
        }
    }

    /**
     * Switches a fault on.
     *
     * @param rate the share of what it is about that it strikes
     * @param most how often it strikes; negative = without end
     * @param said what was asked for, to be shown
     */
    public synchronized Active on(Fault fault, double rate, int most, ObjectNode said) {
        number++;
        var switchedOn = new Active("f" + number, fault, rate, most, said, new SplittableRandom(seed + 31L * number));
        active.add(switchedOn);
        return switchedOn;
    }

    /** @throws ControlException if no such fault is on */
    public synchronized Active off(String id) {
        Active found = active.stream().filter(fault -> fault.id().equals(id)).findFirst()
                .orElseThrow(() -> ControlException.missing("no fault " + id + " is on"));
        active.remove(found);
        return found;
    }

    /** Those that are on, the oldest first. */
    public List<Active> active() {
        return List.copyOf(active);
    }

    @Override
    public RecordingFault of(Recorded recording) {
        for (Active candidate : active) {
            if (candidate.fault() instanceof Fault.Recordings(RecordingFault fault, RecordingFilter filter)
                    && filter.matches(recording) && candidate.strikes()) {
                return fault;
            }
        }
        return RecordingFault.NONE;
    }

    @Override
    public Optional<ApiException> refusal(Operation operation) {
        for (Active candidate : active) {
            if (candidate.fault() instanceof Fault.Calls(var error, var name)
                    && name.filter(wanted -> !wanted.equals(operation.name())).isEmpty() && candidate.strikes()) {
                return Optional.of(new ApiException(error, "Refused by the fault " + candidate.id()));
            }
        }
        return Optional.empty();
    }

    /** What becomes of an event: whatever strikes it, the oldest fault first; {@link Effect.Reorder} with its draw. */
    List<Effect> effects(String event) {
        List<Active> candidates = active.stream().filter(fault -> fault.fault() instanceof Fault.Events).toList();
        if (candidates.isEmpty()) {
            return List.of();
        }
        JsonNode tree = parsed(event);
        List<Effect> effects = new ArrayList<>();
        for (Active candidate : candidates) {
            if (candidate.fault() instanceof Fault.Events(Effect effect, EventFilter filter)
                    && filter.matches(tree, event) && candidate.strikes()) {
                effects.add(effect instanceof Effect.Reorder(int within)
                        ? new Effect.Reorder(candidate.within(within))
                        : effect);
            }
        }
        return effects;
    }

    private static JsonNode parsed(String event) {
        try {
            return JSON.readTree(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("the emulator told an event that is no JSON", impossible);
        }
    }
}
