package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import io.ivsorchestrator.provisioning.RecordingPolicy.Choice;
import io.ivsorchestrator.provisioning.RecordingPolicy.Foreign;
import io.ivsorchestrator.provisioning.Verdict.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From how it shall be and how it is to what is to be done. Pure: the same policy and the same world, in any order, give the
 * same plan; a plan that was done leaves nothing to plan.
 */
public final class Planner {
    private static final Comparator<Configuration> BY_ARN = Comparator.comparing(it -> it.arn().value());

    private final RecordingPolicy policy;
    private final Deployment deployment;
    private final List<Configuration> configurations;
    private final Map<Arn, Configuration> byArn;
    private final List<Step> attachments = new ArrayList<>();
    private final List<Verdict> verdicts = new ArrayList<>();
    private final Map<String, Content> missing;
    private final List<String> notes = new ArrayList<>();
    private final List<Configuration> collectedFirst;

    private Planner(RecordingPolicy policy, Deployment deployment, World world) {
        this.policy = policy;
        this.deployment = deployment;
        this.configurations = world.configurations().stream().sorted(BY_ARN).toList();
        this.byArn = configurations.stream().collect(Collectors.toMap(Configuration::arn, it -> it, (one, _) -> one));
        this.collectedFirst = unused(world, world.resources().stream().flatMap(it -> it.configuration().stream())
                .collect(Collectors.toSet()));
        this.missing = fitting(world);
    }

    /** What is to be done so that the world is as the policy says. */
    public static Plan plan(RecordingPolicy policy, Deployment deployment, World world) {
        return new Planner(policy, deployment, world).plan(world);
    }

    /** What the policy's rules could want, by {@link Content#hash()}, in the order of the rules. */
    public static Map<String, Content> contents(RecordingPolicy policy) {
        Map<String, Content> contents = new LinkedHashMap<>();
        policy.rules().stream().flatMap(rule -> Stream.concat(
                rule.channel().stream().flatMap(Planner::content),
                rule.stage().stream().flatMap(Planner::content)))
                .forEach(content -> contents.putIfAbsent(content.hash(), content));
        return contents;
    }

    private static Stream<Content> content(ChannelSettings settings) {
        return switch (settings) {
            case ChannelSettings.On on -> Stream.of(new Content.OfChannels(on));
            case ChannelSettings.Off() -> Stream.empty();
        };
    }

    private static Stream<Content> content(StageSettings settings) {
        return switch (settings) {
            case StageSettings.On on -> Stream.of(new Content.OfStages(on.bucket()));
            case StageSettings.Off() -> Stream.empty();
        };
    }

    /** The configuration of ours that everybody is to use: of several, which only a race can make, the first by ARN. */
    static Optional<Configuration> chosen(Deployment deployment, List<Configuration> configurations, Content content) {
        String hash = content.hash();
        List<Configuration> ours = configurations.stream().filter(it -> it.kind() == content.kind()
                && deployment.made(it) && it.hasContent(hash)).sorted(BY_ARN).toList();
        return ours.stream().filter(it -> it.state() == Configuration.State.READY).findFirst()
                .or(() -> ours.stream().filter(it -> it.state() == Configuration.State.CREATING).findFirst());
    }

    /** Configurations of ours that no rule wants, that failed, or of which there is another one; some may be in use. */
    static List<Configuration> superfluous(RecordingPolicy policy, Deployment deployment,
            List<Configuration> configurations) {
        Planner planner = new Planner(policy, deployment, new World(configurations, List.of(), List.of()));
        return planner.configurations.stream().filter(deployment::made)
                .filter(it -> it.state() == Configuration.State.FAILED || planner.isSuperfluous(it)).toList();
    }

    private Plan plan(World world) {
        world.resources().stream().sorted(Comparator.comparing(it -> it.arn().value())).forEach(this::decide);
        List<Step> steps = new ArrayList<>(discards());
        collectedFirst.forEach(it -> steps.add(new Step.Collect(it, "nothing records by it")));
        Set<String> needed = attachments.stream().flatMap(step -> step instanceof Step.Attach attach
                ? Stream.of(attach.target().content().hash())
                : Stream.empty()).collect(Collectors.toSet());
        missing.forEach((hash, content) -> {
            if (needed.contains(hash)) {
                steps.add(new Step.Create(content, "no " + of(content.kind()) + " of ours records like that"));
            }
        });
        steps.addAll(attachments);
        steps.addAll(collectedLast(world));
        noteOthers();
        return new Plan(steps, verdicts, notes);
    }

    private List<Step> discards() {
        Map<String, Content> wanted = contents(policy);
        return configurations.stream()
                .filter(it -> deployment.made(it) && it.state() == Configuration.State.FAILED)
                .<Step>map(it -> {
                    Optional<Content> content = Optional.ofNullable(it.tags().get(Deployment.CONTENT_TAG))
                            .map(wanted::get);
                    return content.isPresent()
                            ? new Step.Discard(it, content.get(), "its creation failed")
                            : new Step.Collect(it, "its creation failed and no rule wants it");
                }).toList();
    }

    // -- channels and stages

    private void decide(Resource resource) {
        switch (resource) {
            case Resource.OfChannel channel -> {
                Choice<ChannelSettings> choice = policy.forChannel(channel.arn().value(), channel.name(),
                        channel.tags());
                switch (choice) {
                    case Choice.NotEnrolled(String why) -> leave(channel, why);
                    case Choice.Chosen(String rule, ChannelSettings.Off _, Foreign foreign) ->
                            off(channel, rule, foreign);
                    case Choice.Chosen(String rule, ChannelSettings.On on, Foreign foreign) -> record(channel, rule,
                            new Step.Target.OfChannel(new Content.OfChannels(on)), foreign);
                }
            }
            case Resource.OfStage stage -> {
                Choice<StageSettings> choice = policy.forStage(stage.arn().value(), stage.name(), stage.tags());
                switch (choice) {
                    case Choice.NotEnrolled(String why) -> leave(stage, why);
                    case Choice.Chosen(String rule, StageSettings.Off _, Foreign foreign) ->
                            off(stage, rule, foreign);
                    case Choice.Chosen(String rule, StageSettings.On on, Foreign foreign) -> record(stage, rule,
                            new Step.Target.OfStage(new Content.OfStages(on.bucket()), on), foreign);
                }
            }
        }
    }

    private void leave(Resource resource, String why) {
        if (isOurs(resource)) {
            String reason = why + ", but it records by a configuration of ours";
            attachments.add(new Step.Detach(resource.arn(), resource.kind(), true, reason, Optional.empty()));
            conclude(resource, Outcome.DETACH, Optional.empty(), Optional.empty(), reason);
        } else {
            conclude(resource, Outcome.NOT_ENROLLED, Optional.empty(), Optional.empty(), why);
        }
    }

    private void off(Resource resource, String rule, Foreign foreign) {
        Optional<String> obstacle = obstacle(resource, foreign);
        if (resource.configuration().isEmpty()) {
            conclude(resource, Outcome.CONFORMS, Optional.of(rule), Optional.empty(), "it is not to be recorded");
        } else if (obstacle.isPresent()) {
            conclude(resource, Outcome.LEFT_ALONE, Optional.of(rule), Optional.empty(), obstacle.get());
        } else {
            String reason = "rule " + rule + " says that it is not to be recorded";
            attachments.add(new Step.Detach(resource.arn(), resource.kind(), false, reason,
                    isOurs(resource) ? Optional.empty() : Optional.of(resource.before())));
            conclude(resource, Outcome.DETACH, Optional.of(rule), Optional.empty(), reason);
        }
    }

    private void record(Resource resource, String rule, Step.Target target, Foreign foreign) {
        Content content = target.content();
        Optional<String> obstacle = obstacle(resource, foreign);
        if (obstacle.isPresent()) {
            conclude(resource, Outcome.LEFT_ALONE, Optional.of(rule), Optional.of(content), obstacle.get());
            return;
        }
        Optional<Configuration> chosen = chosen(deployment, configurations, content);
        Optional<String> difference = difference(resource, target, chosen);
        if (difference.isEmpty()) {
            conclude(resource, Outcome.CONFORMS, Optional.of(rule), Optional.of(content), "it records as rule " + rule
                    + " says");
        } else if (chosen.isEmpty() && !missing.containsKey(content.hash())) {
            conclude(resource, Outcome.DOES_NOT_FIT, Optional.of(rule), Optional.of(content), "there is no room for"
                    + " another " + of(content.kind()) + " (quota " + quota(content.kind()) + ")");
        } else {
            Optional<Before> replaces = resource.configuration().isPresent() && !isOurs(resource)
                    ? Optional.of(resource.before())
                    : Optional.empty();
            attachments.add(new Step.Attach(resource.arn(), target, difference.get(), replaces));
            conclude(resource, Outcome.ATTACH, Optional.of(rule), Optional.of(content), difference.get());
        }
    }

    /** Why a resource must not be touched although a rule fits it. */
    private Optional<String> obstacle(Resource resource, Foreign foreign) {
        if (resource.configuration().isEmpty() || isOurs(resource)) {
            return Optional.empty();
        }
        Arn arn = resource.configuration().get();
        Optional<String> other = Optional.ofNullable(byArn.get(arn)).flatMap(deployment::otherThatMade);
        if (other.isPresent()) {
            return Optional.of("it records by " + arn + ", which the deployment \"" + other.get() + "\" made");
        }
        return switch (foreign) {
            case LEAVE -> Optional.of("it records by " + arn
                    + ", which somebody else set up (foreignConfigurations: leave)");
            case REPLACE -> Optional.empty();
        };
    }

    /** What is not as it shall be; empty = nothing. */
    private static Optional<String> difference(Resource resource, Step.Target target, Optional<Configuration> chosen) {
        if (resource.configuration().isEmpty()) {
            return Optional.of("it is not recorded");
        }
        if (chosen.isEmpty() || !resource.configuration().equals(chosen.map(Configuration::arn))) {
            return Optional.of("it records by another configuration");
        }
        return switch (resource) {
            case Resource.OfChannel _ -> Optional.empty();
            case Resource.OfStage stage when target instanceof Step.Target.OfStage(_, StageSettings.On wanted) ->
                    same(wanted.with(chosen.get().arn()), stage.recording())
                            ? Optional.empty()
                            : Optional.of("its participants are recorded with other settings");
            case Resource.OfStage _ -> throw new IllegalStateException("a stage is to record as a channel does");
        };
    }

    /** What a stage leaves out is IVS's default. */
    private static boolean same(StageRecording wanted, StageRecording found) {
        return wanted.mediaTypes().equals(found.mediaTypes().isEmpty() ? List.of("AUDIO_VIDEO") : found.mediaTypes())
                && wanted.reconnectWindowSeconds().orElse(0) == found.reconnectWindowSeconds().orElse(0)
                && wanted.segmentSeconds().orElse(6) == found.segmentSeconds().orElse(6)
                && wanted.recordReplicas().orElse(true).equals(found.recordReplicas().orElse(true))
                && thumbnails(wanted.thumbnails()).equals(thumbnails(found.thumbnails()));
    }

    private static String thumbnails(Optional<Thumbnails> given) {
        String mode = given.flatMap(Thumbnails::mode).orElse(Thumbnails.DISABLED);
        return mode.equals(Thumbnails.DISABLED)
                ? mode
                : mode
                        + given.map(it -> it.targetIntervalSeconds().orElse(60) + String.join("+",
                                it.storage().isEmpty()
                                        ? List.of("SEQUENTIAL")
                                        : it.storage().stream().sorted().toList()))
                                .orElse("");
    }

    private boolean isOurs(Resource resource) {
        return resource.configuration().map(byArn::get).filter(deployment::made).isPresent();
    }

    private void conclude(Resource resource, Outcome outcome, Optional<String> rule, Optional<Content> wanted,
            String reason) {
        verdicts.add(new Verdict(resource.arn(), resource.name(), outcome, rule, wanted, reason));
    }

    // -- configurations

    /** The contents that may have to be made, as far as the quotas go, in the order of the rules. */
    private Map<String, Content> fitting(World world) {
        Map<ResourceKind, Integer> room = new TreeMap<>();
        for (ResourceKind kind : ResourceKind.values()) {
            long discarded = configurations.stream().filter(it -> it.kind() == kind && deployment.made(it)
                    && it.state() == Configuration.State.FAILED).count();
            long collected = collectedFirst.stream().filter(it -> it.kind() == kind).count();
            long there = configurations.stream().filter(it -> it.kind() == kind).count();
            room.put(kind, (int) (quota(kind) - there + discarded + collected));
        }
        Set<String> used = wantedBy(world);
        Map<String, Content> fitting = new LinkedHashMap<>();
        contents(policy).forEach((hash, content) -> {
            int left = room.getOrDefault(content.kind(), 0);
            if (used.contains(hash) && chosen(deployment, configurations, content).isEmpty() && left > 0) {
                fitting.put(hash, content);
                room.put(content.kind(), left - 1);
            }
        });
        return fitting;
    }

    /** What the rules want for the channels and stages that are here and may be touched. */
    private Set<String> wantedBy(World world) {
        Set<String> wanted = new HashSet<>();
        for (Resource resource : world.resources()) {
            switch (resource) {
                case Resource.OfChannel it -> {
                    if (policy.forChannel(it.arn().value(), it.name(), it
                            .tags()) instanceof Choice.Chosen<ChannelSettings> chosen
                            && obstacle(it, chosen.foreign()).isEmpty()) {
                        content(chosen.settings()).forEach(content -> wanted.add(content.hash()));
                    }
                }
                case Resource.OfStage it -> {
                    if (policy.forStage(it.arn().value(), it.name(), it
                            .tags()) instanceof Choice.Chosen<StageSettings> chosen
                            && obstacle(it, chosen.foreign()).isEmpty()) {
                        content(chosen.settings()).forEach(content -> wanted.add(content.hash()));
                    }
                }
            }
        }
        return wanted;
    }

    private int quota(ResourceKind kind) {
        return switch (kind) {
            case CHANNEL -> policy.quotas().recordingConfigurations();
            case STAGE -> policy.quotas().storageConfigurations();
        };
    }

    /** Ours that nothing records by now and that no rule wants, or of which there is another one. */
    private List<Configuration> unused(World world, Set<Arn> used) {
        return configurations.stream()
                .filter(it -> world.complete().contains(it.kind()) && deployment.made(it)
                        && it.state() != Configuration.State.FAILED && !used.contains(it.arn()) && isSuperfluous(it))
                .toList();
    }

    private boolean isSuperfluous(Configuration configuration) {
        Content wanted = contents(policy).get(configuration.tags().getOrDefault(Deployment.CONTENT_TAG, ""));
        return wanted == null || !chosen(deployment, configurations, wanted).equals(Optional.of(configuration));
    }

    /** Ours that nothing will record by once everything before is done. */
    private List<Step> collectedLast(World world) {
        Set<Arn> moved = attachments.stream().map(step -> switch (step) {
            case Step.Attach attach -> attach.resource();
            case Step.Detach detach -> detach.resource();
            case Step.Discard _,Step.Create _,Step.Collect _ ->
                    throw new IllegalStateException("no attachment: " + step);
        }).collect(Collectors.toSet());
        Set<Arn> used = world.resources().stream().filter(it -> !moved.contains(it.arn()))
                .flatMap(it -> it.configuration().stream()).collect(Collectors.toSet());
        List<Configuration> early = collectedFirst;
        return unused(world, used).stream().filter(it -> !early.contains(it))
                .<Step>map(it -> new Step.Collect(it, "nothing records by it any more")).toList();
    }

    private void noteOthers() {
        configurations.stream().map(deployment::otherThatMade).flatMap(Optional::stream).distinct().sorted()
                .forEach(other -> notes.add("the deployment \"" + other
                        + "\" is in this account and region, too; what it made is left alone"));
        configurations.stream()
                .filter(it -> it.name().startsWith("ivs-recording-" + deployment.id() + "-")
                        && !it.tags().containsKey(Deployment.TAG))
                .forEach(it -> notes.add(it.arn() + " is named like one of ours but has no tag " + Deployment.TAG
                        + "; it is left alone"));
    }

    private static String of(ResourceKind kind) {
        return switch (kind) {
            case CHANNEL -> "recording configuration";
            case STAGE -> "storage configuration";
        };
    }
}
