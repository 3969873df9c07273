package io.ivsorchestrator.provisioning;

/**
 * One thing that is wrong with a policy.
 *
 * @param path    where, for example {@code $.rules[1].channel.bucket}
 * @param problem what, and what would be right
 */
public record PolicyProblem(String path, String problem) {
    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
