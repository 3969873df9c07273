package io.ivsorchestrator.infra;

/**
 * What all constructs of a deployment share.
 *
 * @param settings the team's decisions
 * @param names    of everything
 */
record Deployment(Settings settings, Names names) {
    static Deployment of(Settings settings) {
        return new Deployment(settings, new Names(settings.deployment()));
    }
}
