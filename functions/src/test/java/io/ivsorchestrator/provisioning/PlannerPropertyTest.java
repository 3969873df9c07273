package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Of any policy in any world. */
class PlannerPropertyTest {
    private static final Deployment DEPLOYMENT = new Deployment("main", List.of("bucket-one", "bucket-two"));
    private static final String ARN = "arn:aws:ivs:eu-west-1:123456789012:";

    /** A policy and a world; small numbers, so that contents meet and quotas are reached. */
    record Case(RecordingPolicy policy, World world) {}

    @Property(tries = 400)
    void aPlanThatWasDone_leavesNothingToPlan(@ForAll("cases") Case it) {
        World done = afterAll(it.policy(), it.world());

        Plan again = Planner.plan(it.policy(), DEPLOYMENT, done);

        assertThat(again.steps()).isEmpty();
    }

    @Property(tries = 400)
    void noStep_touchesWhatIsForeign(@ForAll("cases") Case it) {
        Map<Arn, Configuration> configurations = new HashMap<>();
        it.world().configurations().forEach(each -> configurations.put(each.arn(), each));
        Map<Arn, Resource> resources = new HashMap<>();
        it.world().resources().forEach(each -> resources.put(each.arn(), each));

        for (Step step : Planner.plan(it.policy(), DEPLOYMENT, it.world()).steps()) {
            switch (step) {
                case Step.Discard discard -> assertThat(DEPLOYMENT.made(discard.configuration())).isTrue();
                case Step.Collect collect -> assertThat(DEPLOYMENT.made(collect.configuration())).isTrue();
                case Step.Create _ -> assertThat(it.policy().rules()).isNotEmpty();
                case Step.Attach attach -> {
                    Resource resource = known(resources, attach.resource());
                    assertThat(resource.tags()).doesNotContainEntry(RecordingPolicy.TAG, RecordingPolicy.OPTED_OUT);
                    assertTouchable(resource, configurations, it.policy(), attach.replaces().isPresent());
                }
                case Step.Detach detach -> assertTouchable(known(resources, detach.resource()), configurations,
                        it.policy(), detach.replaces().isPresent());
            }
        }
    }

    private static Resource known(Map<Arn, Resource> resources, Arn arn) {
        return Optional.ofNullable(resources.get(arn)).orElseThrow();
    }

    /** Foreign ones only where the policy says so, and never another deployment's. What is replaced is remembered. */
    private static void assertTouchable(Resource resource, Map<Arn, Configuration> configurations,
            RecordingPolicy policy, boolean remembered) {
        Optional<Configuration> by = resource.configuration().map(configurations::get);
        boolean foreign = resource.configuration().isPresent() && by.filter(DEPLOYMENT::made).isEmpty();
        assertThat(remembered).isEqualTo(foreign);
        if (foreign) {
            assertThat(policy.foreign()).isEqualTo(RecordingPolicy.Foreign.REPLACE);
            assertThat(by.flatMap(DEPLOYMENT::otherThatMade)).isEmpty();
        }
    }

    @Property(tries = 300)
    void theOrderOfWhatThereIs_doesNotMatter(@ForAll("cases") Case it, @ForAll long seed) {
        List<Configuration> configurations = new ArrayList<>(it.world().configurations());
        List<Resource> resources = new ArrayList<>(it.world().resources());
        Collections.shuffle(configurations, new Random(seed));
        Collections.shuffle(resources, new Random(seed + 1));

        assertThat(Planner.plan(it.policy(), DEPLOYMENT,
                new World(configurations, resources, it.world().complete())))
                .isEqualTo(Planner.plan(it.policy(), DEPLOYMENT, it.world()));
    }

    @Property(tries = 400)
    void quotas_areNeverExceeded_andNothingIsAttachedToWhatIsNotThere(@ForAll("cases") Case it) {
        World world = it.world();
        int room = Math.max(it.policy().quotas().recordingConfigurations(), of(world, ResourceKind.CHANNEL));
        int storageRoom = Math.max(it.policy().quotas().storageConfigurations(), of(world, ResourceKind.STAGE));
        for (Step step : Planner.plan(it.policy(), DEPLOYMENT, world).steps()) {
            if (step instanceof Step.Attach attach) {
                assertThat(Planner.chosen(DEPLOYMENT, world.configurations(), attach.target().content()))
                        .as(step.toString()).isPresent();
            }
            world = after(world, step);
            assertThat(of(world, ResourceKind.CHANNEL)).isLessThanOrEqualTo(room);
            assertThat(of(world, ResourceKind.STAGE)).isLessThanOrEqualTo(storageRoom);
        }
    }

    private static int of(World world, ResourceKind kind) {
        return (int) world.configurations().stream().filter(it -> it.kind() == kind).count();
    }

    @Property(tries = 200)
    void everyResource_hasExactlyOneVerdict(@ForAll("cases") Case it) {
        assertThat(Planner.plan(it.policy(), DEPLOYMENT, it.world()).verdicts()).extracting(Verdict::resource)
                .containsExactlyInAnyOrderElementsOf(it.world().resources().stream().map(Resource::arn).toList());
    }

    // -- IVS as a model: what a step changes, and that what is being created is ready in the end

    private static World afterAll(RecordingPolicy policy, World world) {
        World now = world;
        // What a full quota held back has room once the unused are collected; more rounds than that are not needed.
        for (int round = 0; round < 3; round++) {
            for (Step step : Planner.plan(policy, DEPLOYMENT, now).steps()) {
                now = after(now, step);
            }
        }
        return now;
    }

    private static World after(World world, Step step) {
        Map<Arn, Configuration> configurations = new LinkedHashMap<>();
        world.configurations().forEach(it -> configurations.put(it.arn(), it.state() == Configuration.State.CREATING
                ? new Configuration(it.arn(), it.kind(), it.name(), it.bucket(), Configuration.State.READY, it.tags())
                : it));
        Map<Arn, Resource> resources = new LinkedHashMap<>();
        world.resources().forEach(it -> resources.put(it.arn(), it));
        switch (step) {
            case Step.Discard discard -> configurations.remove(discard.configuration().arn());
            case Step.Collect collect -> {
                assertThat(resources.values()).as("in use: " + step).noneMatch(it -> it.configuration()
                        .equals(Optional.of(collect.configuration().arn())));
                configurations.remove(collect.configuration().arn());
            }
            case Step.Create create -> {
                Configuration made = configuration("new" + configurations.size() + create.content().hash(),
                        create.content().kind(), Configuration.State.READY, DEPLOYMENT.tagsOf(create.content()));
                configurations.put(made.arn(), made);
            }
            case Step.Attach attach -> {
                Arn arn = Planner.chosen(DEPLOYMENT, List.copyOf(configurations.values()), attach.target().content())
                        .orElseThrow().arn();
                resources.computeIfPresent(attach.resource(), (_, it) -> recording(it, attach.target(), arn));
            }
            case Step.Detach detach -> resources.computeIfPresent(detach.resource(), (_, it) -> off(it));
        }
        return new World(List.copyOf(configurations.values()), List.copyOf(resources.values()), world.complete());
    }

    private static Resource recording(Resource resource, Step.Target target, Arn by) {
        return switch (target) {
            case Step.Target.OfChannel _ -> new Resource.OfChannel(resource.arn(), resource.name(), resource.tags(),
                    Optional.of(by));
            case Step.Target.OfStage(_, StageSettings.On settings) -> new Resource.OfStage(resource.arn(),
                    resource.name(), resource.tags(), settings.with(by));
        };
    }

    private static Resource off(Resource resource) {
        return switch (resource) {
            case Resource.OfChannel it -> new Resource.OfChannel(it.arn(), it.name(), it.tags(), Optional.empty());
            case Resource.OfStage it -> new Resource.OfStage(it.arn(), it.name(), it.tags(), StageRecording.OFF);
        };
    }

    // -- cases

    @Provide
    Arbitrary<Case> cases() {
        return policies().flatMap(policy -> worlds(policy).map(world -> new Case(policy, world)));
    }

    private static Arbitrary<RecordingPolicy> policies() {
        Arbitrary<String> channel = Arbitraries.of("{\"record\":false}", "{}", "{\"bucket\":\"bucket-two\"}",
                "{\"recordingReconnectWindowSeconds\":60}",
                "{\"renditionConfiguration\":{\"renditionSelection\":\"NONE\"}}");
        Arbitrary<String> stage = Arbitraries.of("{\"record\":false}", "{}", "{\"bucket\":\"bucket-two\"}",
                "{\"mediaTypes\":[\"AUDIO_ONLY\"]}");
        Arbitrary<String> rule = Combinators.combine(Arbitraries.of("a*", "b*", "*"), channel, stage)
                .as((name, channels,
                        stages) -> "{\"name\":\"#\",\"match\":{\"name\":\"%s\"},\"channel\":%s,\"stage\":%s}"
                                .formatted(name, channels, stages));
        return Combinators.combine(rule.list().ofMinSize(0).ofMaxSize(4), Arbitraries.of("opted-in", "everything"),
                Arbitraries.of("leave", "replace"), Arbitraries.integers().between(1, 5)).as(
                        (rules, enrol, foreign, quota) -> {
                            StringBuilder text = new StringBuilder("""
                                    {"version":1,"enrol":"%s","foreignConfigurations":"%s","quotas":{
                                     "recordingConfigurations":%d,"storageConfigurations":%d},"rules":["""
                                    .formatted(enrol, foreign, quota, quota));
                            for (int index = 0; index < rules.size(); index++) {
                                text.append(index == 0 ? "" : ",").append(rules.get(index).replace("#", "r" + index));
                            }
                            return ((ParsedPolicy.Accepted) PolicyParser.parse(text.append("]}").toString(),
                                    DEPLOYMENT.buckets())).policy();
                        });
    }

    private static Arbitrary<World> worlds(RecordingPolicy policy) {
        List<Content> contents = new ArrayList<>(Planner.contents(policy).values());
        contents.add(new Content.OfStages("bucket-gone"));
        Arbitrary<Configuration> ours = Combinators.combine(Arbitraries.of(contents), Arbitraries.of(
                Configuration.State.READY, Configuration.State.READY, Configuration.State.CREATING,
                Configuration.State.FAILED), Arbitraries.strings().alpha().ofLength(6)).as(
                        (content, state, id) -> configuration(id, content.kind(),
                                content.kind() == ResourceKind.STAGE ? Configuration.State.READY : state,
                                DEPLOYMENT.tagsOf(content)));
        Arbitrary<Configuration> theirs = Combinators.combine(Arbitraries.of(ResourceKind.values()),
                Arbitraries.of(Map.<String, String>of(), Map.of(Deployment.TAG, "second")),
                Arbitraries.strings().alpha().ofLength(6)).as(
                        (kind, tags, id) -> configuration(id, kind,
                                Configuration.State.READY, tags));
        return Combinators.combine(ours.list().ofMaxSize(4), theirs.list().ofMaxSize(2)).flatAs((mine, other) -> {
            Map<Arn, Configuration> all = new LinkedHashMap<>();
            mine.forEach(it -> all.put(it.arn(), it));
            other.forEach(it -> all.put(it.arn(), it));
            return resources(List.copyOf(all.values())).list().ofMaxSize(6).map(resources -> {
                Map<Arn, Resource> distinct = new LinkedHashMap<>();
                resources.forEach(it -> distinct.put(it.arn(), it));
                return new World(List.copyOf(all.values()), List.copyOf(distinct.values()),
                        List.of(ResourceKind.values()));
            });
        });
    }

    private static Arbitrary<Resource> resources(List<Configuration> configurations) {
        Arbitrary<Map<String, String>> tags = Arbitraries.of(Map.of(), Map.of(RecordingPolicy.TAG, "on"),
                Map.of(RecordingPolicy.TAG, "off"));
        return Combinators.combine(Arbitraries.of(ResourceKind.values()), Arbitraries.of("a1", "b2", "c3"), tags,
                Arbitraries.integers().between(0, 7), Arbitraries.strings().alpha().ofLength(6)).as(
                        (kind, name, tagged, index, id) -> {
                            List<Configuration> possible = configurations.stream().filter(it -> it.kind() == kind
                                    && it.state() == Configuration.State.READY).toList();
                            Optional<Arn> by = index < possible.size()
                                    ? Optional.of(possible.get(index).arn())
                                    : Optional.empty();
                            Arn arn = new Arn(ARN + kind.text() + "/" + id);
                            return switch (kind) {
                                case CHANNEL -> new Resource.OfChannel(arn, name, tagged, by);
                                case STAGE -> new Resource.OfStage(arn, name, tagged,
                                        by.map(StageRecording::to).orElse(StageRecording.OFF));
                            };
                        });
    }

    private static Configuration configuration(String id, ResourceKind kind, Configuration.State state,
            Map<String, String> tags) {
        String type = kind == ResourceKind.CHANNEL ? "recording-configuration" : "storage-configuration";
        return new Configuration(new Arn(ARN + type + "/" + id), kind, "name", Optional.of("bucket-one"), state, tags);
    }
}
