package io.ivsorchestrator.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the channels and stages of the account and region are to be recorded. The document is JSON
 * ({@code docs/recording-policy.schema.json}); {@link PolicyParser} reads it.
 *
 * @param enrolment      whom the rules are for
 * @param foreign        what happens to a recording that somebody else has set up
 * @param quotas         of the account, which AWS raises on request
 * @param rules          the first one that fits a channel or stage decides; what none fits is not enrolled
 */
public record RecordingPolicy(Mode mode, Enrolment enrolment, Foreign foreign, Quotas quotas, List<Rule> rules) {
    /** The version of the format that this code reads. */
    public static final int VERSION = 1;

    /** The tag by which a channel or stage opts in ({@value #OPTED_IN}) or out ({@value #OPTED_OUT}). */
    public static final String TAG = "ivs-recording";
    public static final String OPTED_IN = "on";
    public static final String OPTED_OUT = "off";

    public RecordingPolicy {
        rules = List.copyOf(rules);
    }

    /** Whether anything is changed at all. */
    public enum Mode {
        /** Say what would be done. */
        OBSERVE,
        /** Do it. */
        ENFORCE
    }

    /** Whom the rules are for. What opted out is for nobody, ever. */
    public enum Enrolment {
        /** Channels and stages that carry the tag. */
        OPTED_IN,
        /** All of them. */
        EVERYTHING
    }

    /** What happens to a recording or storage configuration that this deployment did not make, where a rule fits. */
    public enum Foreign {
        /** The channel or stage keeps it; reported. */
        LEAVE,
        /** Ours takes its place; what was there is kept to be restored. */
        REPLACE
    }

    /**
     * How many the account may have in the region (IVS user guides, "Service Quotas").
     *
     * @param recordingConfigurations 20 unless raised
     * @param storageConfigurations   5 unless raised
     */
    public record Quotas(int recordingConfigurations, int storageConfigurations) {
        public static final Quotas DEFAULT = new Quotas(20, 5);
    }

    /** The same where nothing more than this may be done, whatever the document says. */
    RecordingPolicy atMost(Mode allowed) {
        return allowed == Mode.OBSERVE ? new RecordingPolicy(Mode.OBSERVE, enrolment, foreign, quotas, rules) : this;
    }

    /** @return the settings of the first rule that fits, or why there are none */
    Choice<ChannelSettings> forChannel(String arn, String name, Map<String, String> tags) {
        return choose(arn, name, tags, ResourceKind.CHANNEL, Rule::channel);
    }

    /** @return as {@link #forChannel} */
    Choice<StageSettings> forStage(String arn, String name, Map<String, String> tags) {
        return choose(arn, name, tags, ResourceKind.STAGE, Rule::stage);
    }

    private <T> Choice<T> choose(String arn, String name, Map<String, String> tags, ResourceKind kind,
            Function<Rule, Optional<T>> settings) {
        String tag = tags.getOrDefault(TAG, "");
        if (tag.equals(OPTED_OUT)) {
            return new Choice.NotEnrolled<>("its tag " + TAG + "=" + OPTED_OUT + " opts out");
        }
        if (enrolment == Enrolment.OPTED_IN && !tag.equals(OPTED_IN)) {
            return new Choice.NotEnrolled<>("it has no tag " + TAG + "=" + OPTED_IN
                    + " and the policy enrols only what opted in");
        }
        for (Rule rule : rules) {
            Optional<T> found = settings.apply(rule);
            if (found.isPresent() && rule.match().fits(kind, arn, name, tags)) {
                return new Choice.Chosen<>(rule.name(), found.get(), rule.foreign().orElse(foreign));
            }
        }
        return new Choice.NotEnrolled<>("no rule of the policy fits it");
    }

    /** What the policy says of one channel or stage. */
    sealed interface Choice<T> {
        /** A rule fits. */
        record Chosen<T>(String rule, T settings, Foreign foreign) implements Choice<T> {}

        /** Nothing of ours concerns it. */
        record NotEnrolled<T>(String why) implements Choice<T> {}
    }
}
