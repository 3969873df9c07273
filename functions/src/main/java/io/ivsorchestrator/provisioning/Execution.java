package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.StageRecording;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Does one step of a plan: at most one call that changes something, and nothing that a crash before or after could spoil. */
final class Execution {
    /** "Usually a few seconds, up to 20": looked at again after a few. */
    static final Duration CREATION = Duration.ofSeconds(4);
    /** IVS or the network could not: soon again. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final Deployment deployment;
    private final Place place;
    private final Catalog catalog;
    private final Claims claims;
    private final Journal journal;
    private final ProvisioningIncidents incidents;
    private final Buckets buckets;
    private final InstantSource clock;
    private int created;

    Execution(LowLatencyApi lowLatency, RealTimeApi realTime, Deployment deployment, Place place, Catalog catalog,
            ProvisioningRecords records, ProvisioningIncidents incidents, Buckets buckets, InstantSource clock) {
        this.lowLatency = lowLatency;
        this.realTime = realTime;
        this.deployment = deployment;
        this.place = place;
        this.catalog = catalog;
        this.claims = new Claims(records);
        this.journal = new Journal(records);
        this.incidents = incidents;
        this.buckets = buckets;
        this.clock = clock;
    }

    /** @param quotas of the policy: what would be one too many is not asked for */
    StepOutcome execute(Step step, RecordingPolicy.Quotas quotas) {
        return switch (step) {
            case Step.Discard discard -> discard(discard);
            case Step.Create create -> create(create.content(), quotas);
            case Step.Attach attach -> attach(attach);
            case Step.Detach detach -> detach(detach);
            case Step.Collect collect -> collect(collect);
        };
    }

    // -- configurations

    private StepOutcome discard(Step.Discard step) {
        return answered(() -> {
            try {
                lowLatency.deleteRecordingConfiguration(step.configuration().arn());
            } catch (IvsRefusedException.NotFound _) {
                // Somebody else discarded it, and counted the failure.
                catalog.removed(step.configuration());
                return new StepOutcome.Done();
            }
            catalog.removed(step.configuration());
            failed(step.content(), "IVS could not create " + step.configuration().arn() + " (CREATE_FAILED)");
            return new StepOutcome.Done();
        });
    }

    private StepOutcome create(Content content, RecordingPolicy.Quotas quotas) {
        Instant now = clock.instant();
        return switch (claims.take(content, now)) {
            case Claims.Claim.Held(Instant until) -> new StepOutcome.Waiting(
                    until.isBefore(now.plus(SOON)) ? until : now.plus(SOON), false, "somebody else creates it");
            case Claims.Claim.Cooling(Instant until) ->
                    new StepOutcome.Failed("its creation failed; it is tried again after " + until);
            case Claims.Claim.Granted() -> createClaimed(content, quotas);
        };
    }

    private StepOutcome createClaimed(Content content, RecordingPolicy.Quotas quotas) {
        int before = created;
        StepOutcome outcome = answered(() -> {
            // What is known may be minutes old, and somebody else may have been here before the claim.
            List<Configuration> current = catalog.listAgain(content.kind());
            Optional<Configuration> there = Planner.chosen(deployment, current, content);
            if (there.isPresent()) {
                return ready(there.get());
            }
            int quota = content.kind() == ResourceKind.CHANNEL
                    ? quotas.recordingConfigurations()
                    : quotas.storageConfigurations();
            if (current.size() >= quota) {
                return noRoom("there are " + current.size() + " of " + quota);
            }
            try {
                Configuration fresh = created(content);
                created++;
                catalog.added(fresh);
                checkGrant(fresh);
                return ready(fresh);
            } catch (IvsRefusedException.Invalid | IvsRefusedException.NotFound refused) {
                return failed(content, "IVS refused to create it: " + refused.getMessage());
            } catch (IvsRefusedException.QuotaExceeded refused) {
                return noRoom(String.valueOf(refused.getMessage()));
            }
        });
        boolean made = outcome instanceof StepOutcome.Done || created > before;
        if (!made) {
            claims.release(content, clock.instant());
        }
        return outcome;
    }

    private StepOutcome ready(Configuration configuration) {
        return switch (configuration.state()) {
            case READY -> new StepOutcome.Done();
            case CREATING ->
                    new StepOutcome.Waiting(clock.instant().plus(CREATION), false, "its configuration is being made");
            case FAILED -> new StepOutcome.Stale("its configuration failed");
        };
    }

    private Configuration created(Content content) {
        String name = deployment.nameOf(content);
        Map<String, String> tags = deployment.tagsOf(content);
        return switch (content) {
            case Content.OfChannels(ChannelSettings.On settings) -> Configuration.of(
                    lowLatency.createRecordingConfiguration(name, settings.bucket(), settings.settings(), tags));
            case Content.OfStages(String bucket) ->
                    Configuration.of(realTime.createStorageConfiguration(name, bucket, tags));
        };
    }

    /**
     * IVS edits the bucket's policy when it creates a storage configuration. Where that did not work, nothing of any stage would be
     * recorded into the bucket; whether IVS is done when it answers is not documented, so recovery looks again.
     */
    private void checkGrant(Configuration fresh) {
        Optional<String> bucket = fresh.bucket().filter(_ -> fresh.kind() == ResourceKind.STAGE);
        bucket.ifPresent(name -> checkGrant(name, "IVS created " + fresh.arn()));
    }

    /**
     * Whether IVS may still write to the buckets of storage configurations, whoever made those: who replaces a bucket's policy drops
     * the grant with it, and nobody hears of it before a recording fails. Only told; recovery repairs, where it may.
     */
    void checkGrants(List<Configuration> configurations) {
        configurations.stream().filter(it -> it.kind() == ResourceKind.STAGE)
                .flatMap(it -> it.bucket().stream()).distinct()
                .forEach(bucket -> checkGrant(bucket, "There are storage configurations for the bucket"));
    }

    private void checkGrant(String bucket, String seen) {
        if (buckets.grant(bucket, place.region()) == Buckets.Grant.LOST) {
            incidents.report(Cause.POLICY_GRANT_LOST, "arn:aws:s3:::" + bucket, Set.of(), List.of(seen
                    + ", but the bucket's policy has no statement for ivs-composite." + place.region()
                    + ".amazonaws.com"));
        }
    }

    private StepOutcome noRoom(String finding) {
        incidents.report(Cause.QUOTA_EXCEEDED, place.accountResource(), Set.of(), List.of(finding,
                "raise the quota (Service Quotas) and say so in the policy, or use fewer different settings"));
        return new StepOutcome.Failed("there is no room for another configuration: " + finding);
    }

    /** The bucket is looked at first: in us-east-1 IVS takes one of another region and fails later (known issue). */
    private StepOutcome failed(Content content, String what) {
        Buckets.Look look = buckets.look(content.bucket());
        Optional<String> wrong = Buckets.wrong(look, place.region());
        boolean givenUp = claims.failed(content, clock.instant(), wrong.isPresent());
        if (givenUp) {
            incidents.report(switch (look) {
                case Buckets.Look.Missing() -> Cause.BUCKET_MISSING;
                case Buckets.Look.In _ when wrong.isPresent() -> Cause.BUCKET_IN_OTHER_REGION;
                case Buckets.Look.In _,Buckets.Look.Unknown _ -> Cause.CONFIGURATION_CREATE_FAILED;
            }, "arn:aws:s3:::" + content.bucket(), Set.of(), List.of(what, wrong.orElse(switch (look) {
                case Buckets.Look.In(String region) -> "the bucket is in " + region + ", as it must be";
                case Buckets.Look.Unknown(String why) -> "the bucket could not be looked at: " + why;
                case Buckets.Look.Missing() -> "";
            })));
        }
        return new StepOutcome.Failed(what + wrong.map(it -> "; " + it).orElse(""));
    }

    private StepOutcome collect(Step.Collect step) {
        Configuration configuration = step.configuration();
        return answered(() -> {
            try {
                switch (configuration.kind()) {
                    case CHANNEL -> {
                        if (!lowLatency.listChannelsRecordedBy(configuration.arn(), Optional.empty()).items()
                                .isEmpty()) {
                            return new StepOutcome.Busy("channels still record by it");
                        }
                        lowLatency.deleteRecordingConfiguration(configuration.arn());
                    }
                    case STAGE -> realTime.deleteStorageConfiguration(configuration.arn());
                }
            } catch (IvsRefusedException.NotFound _) {
                // That is what was wanted.
            }
            catalog.removed(configuration);
            return new StepOutcome.Done();
        });
    }

    // -- channels and stages

    private StepOutcome attach(Step.Attach step) {
        return answered(() -> {
            Step.Target target = step.target();
            Optional<Configuration> chosen = Planner.chosen(deployment, catalog.all(target.kind()), target.content());
            if (chosen.isEmpty()) {
                return new StepOutcome.Stale("there is no configuration for it");
            }
            StepOutcome ready = ready(chosen.get());
            if (!(ready instanceof StepOutcome.Done)) {
                return ready;
            }
            step.replaces().ifPresent(before -> journal.remember(step.resource(), before));
            return update(step.resource(), switch (target) {
                case Step.Target.OfChannel _ -> new Before.OfChannel(Optional.of(chosen.get().arn()));
                case Step.Target.OfStage(_, StageSettings.On settings) ->
                        new Before.OfStage(settings.with(chosen.get().arn()));
            });
        });
    }

    private StepOutcome detach(Step.Detach step) {
        return answered(() -> {
            step.replaces().ifPresent(before -> journal.remember(step.resource(), before));
            Optional<Before> before = step.restore() ? journal.find(step.resource()) : Optional.empty();
            Before off = switch (step.kind()) {
                case CHANNEL -> new Before.OfChannel(Optional.empty());
                case STAGE -> new Before.OfStage(StageRecording.OFF);
            };
            StepOutcome outcome = update(step.resource(), before.orElse(off));
            if (outcome instanceof StepOutcome.Stale && before.isPresent()) {
                // What was there before is gone, so off is what is left of it.
                outcome = update(step.resource(), off);
            }
            if (outcome instanceof StepOutcome.Done && before.isPresent()) {
                journal.forget(step.resource());
            }
            return outcome;
        });
    }

    private StepOutcome update(Arn resource, Before to) {
        ResourceKind kind = switch (to) {
            case Before.OfChannel _ -> ResourceKind.CHANNEL;
            case Before.OfStage _ -> ResourceKind.STAGE;
        };
        try {
            switch (to) {
                case Before.OfChannel(Optional<Arn> configuration) -> lowLatency.updateChannel(resource, configuration);
                case Before.OfStage(StageRecording recording) -> realTime.updateStage(resource, recording);
            }
            return new StepOutcome.Done();
        } catch (IvsRefusedException.NotFound | IvsRefusedException.Invalid gone) {
            // The resource or its configuration: which one, a new look tells.
            catalog.forget(kind);
            return new StepOutcome.Stale(String.valueOf(gone.getMessage()));
        }
    }

    // -- refusals

    private StepOutcome answered(Supplier<StepOutcome> step) {
        try {
            return step.get();
        } catch (IvsRefusedException refused) {
            return outcome(refused);
        }
    }

    /** What a refusal means that no step has a use for. */
    StepOutcome outcome(IvsRefusedException refused) {
        String why = String.valueOf(refused.getMessage());
        return switch (refused) {
            case IvsRefusedException.Deferred deferred -> new StepOutcome.Waiting(soonest(deferred), true, why);
            case IvsRefusedException.Throttled throttled -> new StepOutcome.Waiting(soonest(throttled), true, why);
            case IvsRefusedException.Unavailable _ ->
                    new StepOutcome.Waiting(clock.instant().plus(SOON), false, why);
            case IvsRefusedException.Conflict _ -> new StepOutcome.Busy(why);
            case IvsRefusedException.NotFound _,IvsRefusedException.NotBroadcasting _ -> new StepOutcome.Stale(why);
            case IvsRefusedException.Invalid _ -> new StepOutcome.Failed(why);
            case IvsRefusedException.QuotaExceeded _ -> noRoom(why);
            case IvsRefusedException.PendingVerification _ -> {
                incidents.report(Cause.ACCOUNT_NOT_VERIFIED, place.accountResource(), Set.of(), List.of(why));
                yield new StepOutcome.Failed(why);
            }
            case IvsRefusedException.AccessDenied _ -> {
                incidents.report(Cause.ACCESS_DENIED, place.accountResource(), Set.of(), List.of(why));
                yield new StepOutcome.Failed(why);
            }
        };
    }

    private Instant soonest(IvsRefusedException refused) {
        return refused.notBefore().orElse(clock.instant().plus(Duration.ofSeconds(2)));
    }

    /** How many configurations were created by now. */
    int created() {
        return created;
    }

    /** Tells of channels and stages for which the quota leaves no configuration. */
    void reportUnfitting(List<Verdict> unfitting) {
        if (!unfitting.isEmpty()) {
            incidents.report(Cause.QUOTA_EXCEEDED, place.accountResource(),
                    unfitting.stream().map(it -> it.resource().value()).collect(Collectors.toSet()),
                    unfitting.stream().map(Verdict::reason).distinct().toList());
        }
    }
}
