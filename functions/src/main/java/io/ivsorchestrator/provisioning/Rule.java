package io.ivsorchestrator.provisioning;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rule of a policy.
 *
 * @param name    unique in the policy; reports and {@code explain} cite it
 * @param channel how channels that it fits are recorded; empty = the rule is not for channels
 * @param stage   likewise
 * @param foreign instead of the policy's own setting
 */
public record Rule(String name, Match match, Optional<ChannelSettings> channel, Optional<StageSettings> stage,
        Optional<RecordingPolicy.Foreign> foreign) {

    /**
     * Whom it fits; every condition must hold, none means everybody.
     *
     * @param kind  empty = both
     * @param tags  by key, the value; all of them
     * @param names any of them; empty = any name
     * @param arns  any of them; empty = any ARN
     */
    public record Match(Optional<ResourceKind> kind, Map<String, Glob> tags, List<Glob> names, List<Glob> arns) {
        public Match {
            tags = Map.copyOf(tags);
            names = List.copyOf(names);
            arns = List.copyOf(arns);
        }

        boolean fits(ResourceKind of, String arn, String name, Map<String, String> tagged) {
            return kind.map(of::equals).orElse(true)
                    && tags.entrySet().stream().allMatch(wanted -> tagged.containsKey(wanted.getKey())
                            && wanted.getValue().matches(String.valueOf(tagged.get(wanted.getKey()))))
                    && anyFits(names, name) && anyFits(arns, arn);
        }

        private static boolean anyFits(List<Glob> globs, String text) {
            return globs.isEmpty() || globs.stream().anyMatch(glob -> glob.matches(text));
        }
    }
}
