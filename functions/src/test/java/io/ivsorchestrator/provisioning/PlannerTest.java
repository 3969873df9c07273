package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import io.ivsorchestrator.provisioning.Configuration.State;
import io.ivsorchestrator.provisioning.Verdict.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Of one policy in one world; {@link PlannerPropertyTest} says what holds of all. */
class PlannerTest {
    private static final Deployment DEPLOYMENT = new Deployment("main", List.of("bucket-one", "bucket-two"));
    private static final String ARN = "arn:aws:ivs:eu-west-1:123456789012:";
    private static final List<ResourceKind> ALL = List.of(ResourceKind.values());

    private static RecordingPolicy policy(String more, String... rules) {
        String text = "{\"version\":1,\"enrol\":\"everything\"" + more + ",\"rules\":[" + String.join(",", rules)
                + "]}";
        return ((ParsedPolicy.Accepted) PolicyParser.parse(text, DEPLOYMENT.buckets())).policy();
    }

    private static final String CHANNELS = "{\"name\":\"channels\",\"channel\":{}}";
    private static final String STAGES = "{\"name\":\"stages\",\"stage\":{}}";
    private static final String TWO_SHARES = "{\"name\":\"first\",\"match\":{\"name\":\"a*\"},\"channel\":{}},"
            + "{\"name\":\"second\",\"channel\":{\"bucket\":\"bucket-two\"}}";

    private static Content content(RecordingPolicy policy) {
        return Planner.contents(policy).values().iterator().next();
    }

    private static Configuration ours(String id, Content content, State state) {
        return configuration(id, content.kind(), DEPLOYMENT.nameOf(content), state, DEPLOYMENT.tagsOf(content));
    }

    private static Configuration configuration(String id, ResourceKind kind, String name, State state,
            Map<String, String> tags) {
        String type = kind == ResourceKind.CHANNEL ? "recording-configuration" : "storage-configuration";
        return new Configuration(new Arn(ARN + type + "/" + id), kind, name, Optional.of("bucket-one"), state, tags);
    }

    private static Resource channel(String name, Configuration... by) {
        return new Resource.OfChannel(new Arn(ARN + "channel/" + name), name, Map.of(),
                Stream.of(by).findFirst().map(Configuration::arn));
    }

    private static Resource stage(StageRecording recording) {
        return new Resource.OfStage(new Arn(ARN + "stage/s"), "s", Map.of(), recording);
    }

    private static Plan plan(RecordingPolicy policy, List<Configuration> configurations, Resource... resources) {
        return Planner.plan(policy, DEPLOYMENT, new World(configurations, List.of(resources), ALL));
    }

    private static Verdict only(Plan plan) {
        assertThat(plan.verdicts()).hasSize(1);
        return plan.verdicts().getFirst();
    }

    @Test
    void contents_areThoseThatRulesWant_inTheirOrder() {
        assertThat(Planner.contents(policy("", TWO_SHARES, STAGES)).values()).extracting(Content::kind)
                .containsExactly(ResourceKind.CHANNEL, ResourceKind.CHANNEL, ResourceKind.STAGE);
        assertThat(Planner.contents(policy("", TWO_SHARES, STAGES)).values()).extracting(Content::bucket)
                .containsExactly("bucket-one", "bucket-two", "bucket-one");
        assertThat(Planner.contents(policy("", "{\"name\":\"off\",\"channel\":{\"record\":false}}"))).isEmpty();
    }

    @Test
    void content_saysAllThatItIs() {
        assertThat(content(policy("", CHANNELS)).text()).startsWith("recording;bucket=bucket-one;window=")
                .contains(";thumbnails=").contains(";renditions=");
        assertThat(content(policy("", STAGES)).text()).isEqualTo("storage;bucket=bucket-one");
    }

    @Test
    void unrecordedChannel_oneConfigurationIsCreatedForAll_thenAttached() {
        RecordingPolicy policy = policy("", CHANNELS);

        Plan plan = plan(policy, List.of(), channel("a"), channel("b"));

        assertThat(plan.steps()).satisfiesExactly(
                step -> assertThat(step).isEqualTo(new Step.Create(content(policy),
                        "no recording configuration of ours records like that")),
                step -> assertThat(step).isInstanceOf(Step.Attach.class),
                step -> assertThat(step).isInstanceOf(Step.Attach.class));
        assertThat(plan.verdicts()).extracting(Verdict::outcome).containsOnly(Outcome.ATTACH);
        assertThat(plan.verdicts()).extracting(Verdict::reason).containsOnly("it is not recorded");
        assertThat(plan.drifted()).isTrue();
    }

    @Test
    void unrecordedStage_aStorageConfigurationIsCreated() {
        assertThat(plan(policy("", STAGES), List.of(), stage(StageRecording.OFF)).steps().getFirst().reason())
                .isEqualTo("no storage configuration of ours records like that");
    }

    @Test
    void whatRecordsAsItShall_conforms_andNothingDrifts() {
        RecordingPolicy policy = policy("", CHANNELS);
        Configuration ours = ours("one", content(policy), State.READY);

        Plan plan = plan(policy, List.of(ours), channel("a", ours));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.notes()).isEmpty();
        assertThat(only(plan)).isEqualTo(new Verdict(channel("a").arn(), "a", Outcome.CONFORMS,
                Optional.of("channels"), Optional.of(content(policy)), "it records as rule channels says"));
        assertThat(plan.drifted()).isFalse();
    }

    @Test
    void anotherConfigurationOfOurs_isReplaced_andCollectedAfterThat() {
        RecordingPolicy policy = policy("", CHANNELS);
        Configuration ours = ours("one", content(policy), State.READY);
        Configuration old = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        Plan plan = plan(policy, List.of(ours, old), channel("a", old));

        assertThat(only(plan).reason()).isEqualTo("it records by another configuration");
        assertThat(plan.steps()).satisfiesExactly(
                step -> assertThat(((Step.Attach) step).replaces()).isEmpty(),
                step -> assertThat(step).isEqualTo(new Step.Collect(old, "nothing records by it any more")));
    }

    @Test
    void configurationOfOurs_thatSomebodyElseStillRecordsBy_stays() {
        RecordingPolicy policy = policy("", TWO_SHARES);
        Content second = List.copyOf(Planner.contents(policy).values()).get(1);
        Configuration ours = ours("two", second, State.READY);

        Plan plan = plan(policy, List.of(ours), channel("a", ours), channel("b", ours));

        assertThat(plan.steps()).noneMatch(Step.Collect.class::isInstance);
    }

    @Test
    void unusedConfigurationThatNoRuleWants_isCollectedFirst() {
        Configuration old = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        assertThat(plan(policy("", CHANNELS), List.of(old), channel("a")).steps().getFirst())
                .isEqualTo(new Step.Collect(old, "nothing records by it"));
    }

    @Test
    void notAllResourcesKnown_nothingIsCollected() {
        Configuration old = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        assertThat(Planner.plan(policy("", CHANNELS), DEPLOYMENT, World.some(List.of(old), List.of())).steps())
                .isEmpty();
    }

    @Test
    void failedConfiguration_isMadeAnew_whereARuleWantsIt_elseCollected() {
        RecordingPolicy policy = policy("", CHANNELS);
        Configuration wanted = ours("one", content(policy), State.FAILED);
        Configuration unwanted = configuration("two", ResourceKind.CHANNEL, "x", State.FAILED,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));
        Configuration foreign = configuration("theirs", ResourceKind.CHANNEL, "x", State.FAILED, Map.of());

        assertThat(plan(policy, List.of(wanted, unwanted, foreign)).steps()).containsExactly(
                new Step.Discard(wanted, content(policy), "its creation failed"),
                new Step.Collect(unwanted, "its creation failed and no rule wants it"));
    }

    @Test
    void readyConfiguration_isPreferredToOneThatIsBeingCreated_whichIsBetterThanNone() {
        RecordingPolicy policy = policy("", CHANNELS);
        Configuration creating = ours("a", content(policy), State.CREATING);
        Configuration ready = ours("b", content(policy), State.READY);

        assertThat(Planner.chosen(DEPLOYMENT, List.of(creating, ready), content(policy))).contains(ready);
        assertThat(Planner.chosen(DEPLOYMENT, List.of(creating), content(policy))).contains(creating);
        assertThat(Planner.chosen(DEPLOYMENT, List.of(), content(policy))).isEmpty();
    }

    @Test
    void superfluous_isWhatFailed_whatNoRuleWants_andTheSecondOfEqualOnes_ofOursOnly() {
        RecordingPolicy policy = policy("", CHANNELS);
        Configuration first = ours("a", content(policy), State.READY);
        Configuration twin = ours("b", content(policy), State.READY);
        Configuration failed = ours("c", content(policy), State.FAILED);
        Configuration unwanted = configuration("d", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));
        Configuration foreign = configuration("e", ResourceKind.CHANNEL, "x", State.READY, Map.of());

        assertThat(Planner.superfluous(policy, DEPLOYMENT, List.of(first, twin, failed, unwanted, foreign)))
                .containsExactly(twin, failed, unwanted);
    }

    @Test
    void fullQuota_isSaid_andNothingIsCreatedBeyondIt() {
        RecordingPolicy policy = policy(",\"quotas\":{\"recordingConfigurations\":1}", TWO_SHARES);

        Plan plan = plan(policy, List.of(), channel("a"), channel("b"));

        assertThat(plan.steps().stream().filter(Step.Create.class::isInstance)).hasSize(1);
        assertThat(plan.verdicts()).extracting(Verdict::outcome).containsExactly(Outcome.ATTACH,
                Outcome.DOES_NOT_FIT);
        assertThat(plan.verdicts().getLast().reason())
                .isEqualTo("there is no room for another recording configuration (quota 1)");
        assertThat(plan.verdicts().getLast().drifted()).isTrue();
    }

    @Test
    void othersCount_againstTheQuota_ofTheirKindOnly() {
        RecordingPolicy policy = policy(",\"quotas\":{\"recordingConfigurations\":1,\"storageConfigurations\":1}",
                CHANNELS, STAGES);
        Configuration foreign = configuration("theirs", ResourceKind.STAGE, "x", State.READY, Map.of());

        Plan plan = plan(policy, List.of(foreign), channel("a"), stage(StageRecording.OFF));

        assertThat(plan.verdicts()).extracting(Verdict::outcome).containsExactly(Outcome.ATTACH,
                Outcome.DOES_NOT_FIT);
    }

    @Test
    void whatIsDiscardedOrCollected_makesRoom() {
        RecordingPolicy policy = policy(",\"quotas\":{\"recordingConfigurations\":1}", CHANNELS);
        Configuration failed = ours("one", content(policy), State.FAILED);
        Configuration unused = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        assertThat(only(plan(policy, List.of(failed), channel("a"))).outcome()).isEqualTo(Outcome.ATTACH);
        assertThat(only(plan(policy, List.of(unused), channel("a"))).outcome()).isEqualTo(Outcome.ATTACH);
    }

    @Test
    void roomIsNotKept_forWhatNobodyWants() {
        RecordingPolicy policy = policy(",\"quotas\":{\"recordingConfigurations\":1}", TWO_SHARES);

        assertThat(only(plan(policy, List.of(), channel("b"))).outcome()).isEqualTo(Outcome.ATTACH);
    }

    @Test
    void somebodyElsesRecording_isLeft_orReplacedIfToldSo() {
        Configuration foreign = configuration("theirs", ResourceKind.CHANNEL, "x", State.READY, Map.of());
        Resource channel = channel("a", foreign);

        Plan left = plan(policy("", CHANNELS), List.of(foreign), channel);
        Plan replaced = plan(policy(",\"foreignConfigurations\":\"replace\"", CHANNELS), List.of(foreign), channel);

        assertThat(left.steps()).isEmpty();
        assertThat(left.drifted()).isFalse();
        assertThat(only(left).outcome()).isEqualTo(Outcome.LEFT_ALONE);
        assertThat(only(left).reason()).contains(foreign.arn().value(), "somebody else set up");
        assertThat(replaced.steps()).last().isInstanceOfSatisfying(Step.Attach.class,
                step -> assertThat(step.replaces()).contains(channel.before()));
    }

    @Test
    void anotherDeployment_isLeftAlone_andNoted() {
        Configuration other = configuration("theirs", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "second"));

        Plan plan = plan(policy(",\"foreignConfigurations\":\"replace\"", CHANNELS), List.of(other),
                channel("a", other));

        assertThat(only(plan).reason()).contains("the deployment \"second\" made");
        assertThat(plan.notes()).containsExactly(
                "the deployment \"second\" is in this account and region, too; what it made is left alone");
    }

    @Test
    void namesakeWithoutOurTag_isNoted_othersAreNot() {
        Configuration namesake = configuration("theirs", ResourceKind.CHANNEL, "ivs-recording-main-0000",
                State.READY, Map.of());
        Configuration stranger = configuration("strange", ResourceKind.CHANNEL, "x", State.READY, Map.of());
        RecordingPolicy policy = policy("", CHANNELS);

        assertThat(plan(policy, List.of(namesake, stranger, ours("one", content(policy), State.READY))).notes())
                .singleElement().asString().contains(namesake.arn().value(), Deployment.TAG);
    }

    @Test
    void notToBeRecorded_isDetached_conformsIfItIsNot() {
        RecordingPolicy policy = policy("", "{\"name\":\"off\",\"channel\":{\"record\":false}}");
        Configuration ours = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        assertThat(only(plan(policy, List.of(), channel("a"))).outcome()).isEqualTo(Outcome.CONFORMS);
        Plan plan = plan(policy, List.of(ours), channel("a", ours));
        assertThat(plan.steps().getFirst()).isEqualTo(new Step.Detach(channel("a").arn(), ResourceKind.CHANNEL, false,
                "rule off says that it is not to be recorded", Optional.empty()));
        assertThat(only(plan).drifted()).isTrue();
    }

    @Test
    void noRule_whatOursRecords_isGivenBack() {
        Configuration ours = configuration("old", ResourceKind.CHANNEL, "x", State.READY,
                Map.of(Deployment.TAG, "main", Deployment.CONTENT_TAG, "0000"));

        Plan plan = plan(policy("", STAGES), List.of(ours), channel("a", ours), channel("b"));

        assertThat(plan.verdicts()).extracting(Verdict::outcome).containsExactly(Outcome.DETACH,
                Outcome.NOT_ENROLLED);
        assertThat(plan.steps().getFirst()).isInstanceOfSatisfying(Step.Detach.class,
                step -> assertThat(step.restore()).isTrue());
    }

    // -- a stage's own settings

    private static Outcome ofStage(String settings, StageRecording recording) {
        RecordingPolicy policy = policy("", "{\"name\":\"stages\",\"stage\":" + settings + "}");
        Configuration ours = ours("one", content(policy), State.READY);
        StageRecording by = new StageRecording(Optional.of(ours.arn()), recording.mediaTypes(),
                recording.reconnectWindowSeconds(), recording.segmentSeconds(), recording.recordReplicas(),
                recording.thumbnails());
        Verdict verdict = only(plan(policy, List.of(ours), stage(by)));
        if (verdict.outcome() == Outcome.ATTACH) {
            assertThat(verdict.reason()).isEqualTo("its participants are recorded with other settings");
        }
        return verdict.outcome();
    }

    private static StageRecording found(List<String> media, OptionalInt window, OptionalInt segment,
            Optional<Boolean> replicas, Optional<Thumbnails> thumbnails) {
        return new StageRecording(Optional.empty(), media, window, segment, replicas, thumbnails);
    }

    @Test
    void stageThatLeavesAllOut_recordsWithIvssDefaults() {
        assertThat(ofStage("{}", StageRecording.OFF)).isEqualTo(Outcome.CONFORMS);
        assertThat(ofStage("{\"mediaTypes\":[\"AUDIO_ONLY\"]}", StageRecording.OFF)).isEqualTo(Outcome.ATTACH);
    }

    @Test
    void eachSettingOfAStage_isCompared() {
        assertThat(Set.of(
                found(List.of("AUDIO_ONLY"), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
                        Optional.empty()),
                found(List.of(), OptionalInt.of(30), OptionalInt.empty(), Optional.empty(), Optional.empty()),
                found(List.of(), OptionalInt.empty(), OptionalInt.of(10), Optional.empty(), Optional.empty()),
                found(List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.of(false), Optional.empty()),
                found(List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(),
                        Optional.of(thumbnails("INTERVAL", OptionalInt.empty(), List.of())))))
                .allSatisfy(it -> assertThat(ofStage("{}", it)).as(it.toString()).isEqualTo(Outcome.ATTACH));
    }

    private static Thumbnails thumbnails(String mode, OptionalInt interval, List<String> storage) {
        return new Thumbnails(Optional.of(mode), interval, Optional.empty(), storage);
    }

    @Test
    void thumbnailsOfAStage_areComparedWithIvssDefaults() {
        String wanted = "{\"thumbnailConfiguration\":{\"recordingMode\":\"INTERVAL\"}}";

        assertThat(ofStage(wanted, with(thumbnails("INTERVAL", OptionalInt.of(60), List.of("SEQUENTIAL")))))
                .isEqualTo(Outcome.CONFORMS);
        assertThat(ofStage(wanted, with(thumbnails("INTERVAL", OptionalInt.empty(), List.of()))))
                .isEqualTo(Outcome.CONFORMS);
        assertThat(ofStage(wanted, with(thumbnails("INTERVAL", OptionalInt.of(30), List.of()))))
                .isEqualTo(Outcome.ATTACH);
        assertThat(ofStage(wanted, with(thumbnails("INTERVAL", OptionalInt.empty(), List.of("LATEST")))))
                .isEqualTo(Outcome.ATTACH);
        assertThat(ofStage(wanted, StageRecording.OFF)).isEqualTo(Outcome.ATTACH);
    }

    private static StageRecording with(Thumbnails thumbnails) {
        return found(List.of(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.of(thumbnails));
    }
}
