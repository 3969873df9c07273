package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ivsorchestrator.events.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.event.ruler.RuleCompiler;
import software.amazon.event.ruler.Ruler;

/** The patterns as AWS's own matcher, which EventBridge runs, understands them. */
class EventPatternsTest {
    private static final String IVS_EVENTS = EventPatterns.ivsEvents(Samples.ACCOUNT);
    private static final String RECORDING_OBJECTS = EventPatterns.recordingObjects(Samples.ACCOUNT,
            List.of("acme-other-recordings", Samples.BUCKET));
    private static final String CONFIGURATION_CALLS = EventPatterns.configurationCalls(Samples.ACCOUNT);
    private static final String COMPOSITION_FAILURES = EventPatterns.compositionFailures(Samples.ACCOUNT);

    /** Which samples match, and by not being named which do not: every sample is tried against every pattern. */
    private static final Set<String> MATCH_IVS_EVENTS = Set.of(
            "channel-recording/recording-end", "channel-recording/recording-end-2022",
            "channel-recording/recording-end-failure", "channel-recording/recording-start",
            "channel-recording/recording-start-failure",
            "composition/destination-end", "composition/destination-failure", "composition/destination-reconnecting",
            "composition/destination-start", "composition/session-end", "composition/session-failure",
            "composition/session-start",
            "participant-recording/recording-end", "participant-recording/recording-end-failure",
            "participant-recording/recording-end-merged", "participant-recording/recording-start",
            "participant-recording/recording-start-failure",
            "stage-update/participant-publish-error", "stage-update/participant-published",
            "stage-update/participant-published-replica", "stage-update/participant-replication-end",
            "stage-update/participant-replication-start", "stage-update/participant-unpublished",
            "stage-update/participant-unpublished-replica", "stage-update/token-exchanged",
            "stream/session-created", "stream/session-ended", "stream/session-ended-multitrack", "stream/stream-end",
            "stream/stream-failure", "stream/stream-start", "stream/stream-takeover", "stream/stream-takeover-failure",
            "unrecognized/publisher-recording-state-change");
    private static final Set<String> MATCH_RECORDING_OBJECTS = Set.of(
            "s3-object/created", "s3-object/created-versioned", "s3-object/delete-marker-created",
            "s3-object/deleted", "s3-object/deleted-version");
    private static final Set<String> MATCH_CONFIGURATION_CALLS = Set.of(
            "api-call/create-channel", "api-call/create-channel-failed", "api-call/create-stage",
            "api-call/update-channel", "api-call/update-stage");
    private static final Set<String> MATCH_COMPOSITION_FAILURES = Set.of(
            "composition/destination-failure", "composition/session-failure");
    private static final Set<String> MATCH_NOTHING = Set.of(
            "ad-break/ad-break-inserted",
            "limit-breach/concurrent-broadcasts", "limit-breach/concurrent-viewers", "limit-breach/ingest-bitrate",
            "limit-breach/ingest-resolution",
            "stream-health/starvation-end", "stream-health/starvation-start",
            "unrecognized/api-gateway-create-stage");

    static List<String> samples() {
        return Samples.names();
    }

    static Stream<String> patterns() {
        return Stream.of(IVS_EVENTS, RECORDING_OBJECTS, CONFIGURATION_CALLS, COMPOSITION_FAILURES);
    }

    @Test
    void table_ofMatches_namesEverySampleOnce() {
        List<String> named = Stream
                .of(MATCH_IVS_EVENTS, MATCH_RECORDING_OBJECTS, MATCH_CONFIGURATION_CALLS, MATCH_NOTHING)
                .flatMap(Set::stream)
                .sorted()
                .toList();

        assertThat(named).isEqualTo(Samples.names());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySample_matchesThePatternsOfTheTableOnly(String name) throws Exception {
        String event = Samples.json(name);

        assertThat(matches(event, IVS_EVENTS)).isEqualTo(MATCH_IVS_EVENTS.contains(name));
        assertThat(matches(event, RECORDING_OBJECTS)).isEqualTo(MATCH_RECORDING_OBJECTS.contains(name));
        assertThat(matches(event, CONFIGURATION_CALLS)).isEqualTo(MATCH_CONFIGURATION_CALLS.contains(name));
        assertThat(matches(event, COMPOSITION_FAILURES)).isEqualTo(MATCH_COMPOSITION_FAILURES.contains(name));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySample_ofAnotherAccountOrSource_matchesNothing(String name) throws Exception {
        for (Payload foreign : List.of(Payload.of(name).with("account", "210987654321"),
                Payload.of(name).with("source", "acme.ivs"))) {
            for (String pattern : patterns().toList()) {
                assertThat(matches(foreign.json(), pattern)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void pattern_always_isValidShortAndWithoutWildcards(String pattern) throws Exception {
        assertThat(RuleCompiler.check(pattern)).isNull();
        assertThat(pattern).hasSizeLessThanOrEqualTo(2048).doesNotContain("wildcard", "prefix", "anything-but");
        assertThat(JsonObject.parse(pattern).names()).contains("source", "detail-type", "account");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/recording-started.json",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/recording-ended.json",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/recording-failed.json",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/events/recording-ended.json",
        "Qw2eR4tY6uI8/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite/events/recording-failed.json"})
    void recordingObjects_metadataOfAnyKind_matches(String key) throws Exception {
        assertThat(matches(object(key), RECORDING_OBJECTS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/ivs-check",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/hls/master.m3u8",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/hls/byte-range-multivariant.m3u8",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/hls/720p30/playlist.m3u8",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/hls/720p30/1.ts",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/thumbnails/thumb0.jpg",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/media/latest_thumbnail/thumb.jpg",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/media/hls/multivariant.m3u8",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/media/hls/high/init-0.mp4",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/media/hls/high/0.mp4",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/media/thumbnails/high/1.jpg",
        "recording-started.json", "events/recording-started.json", "a/recording-started.json",
        "a/myevents/recording-started.json", "a/events/recording-started.json.bak",
        "a/events/Recording-Started.json", "a/events/recording_started.json", "a/event/recording-started.json",
        "a/events/recording-paused.json", "a/events/recording-started.json/x"})
    void recordingObjects_anyOtherObject_doesNotMatch(String key) throws Exception {
        assertThat(matches(object(key), RECORDING_OBJECTS)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"acme-live-recordings-usw2, true", "acme-other-recordings, true", "acme-live-recordings-usw2-x, false",
        "acme, false"})
    void recordingObjects_bucket_isOneOfThoseNamed(String bucket, boolean match) throws Exception {
        String event = Payload.of("s3-object/created").with("detail.bucket.name", bucket).json();

        assertThat(matches(event, RECORDING_OBJECTS)).isEqualTo(match);
    }

    @Test
    void recordingObjects_otherObjectEvents_doNotMatch() throws Exception {
        for (String type : List.of("Object Restore Completed", "Object Tags Added", "Object Access Tier Changed")) {
            assertThat(matches(Payload.of("s3-object/created").with("detail-type", type).json(), RECORDING_OBJECTS))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"CreateChannel, true", "UpdateChannel, true", "DeleteChannel, true", "CreateStage, true",
        "UpdateStage, true", "DeleteStage, true", "CreateRecordingConfiguration, true",
        "DeleteRecordingConfiguration, true", "CreateStorageConfiguration, true",
        "DeleteStorageConfiguration, true", "GetChannel, false", "ListChannels, false", "PutMetadata, false",
        "TagResource, true", "UntagResource, true", "CreateStreamKey, false", "CreateParticipantToken, false",
        "StartComposition, false"})
    void configurationCalls_operation_isOneThatChangesWhatIsRecorded(String operation, boolean match) throws Exception {
        String event = Payload.of("api-call/create-stage").with("detail.eventName", operation).json();

        assertThat(matches(event, CONFIGURATION_CALLS)).isEqualTo(match);
    }

    @Test
    void configurationCalls_ofAnotherService_doNotMatch() throws Exception {
        String event = Payload.of("api-call/create-stage")
                .with("detail.eventSource", "apigateway.amazonaws.com")
                .json();

        assertThat(matches(event, CONFIGURATION_CALLS)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void simulatedEvents_areThoseOfAnotherSourceThanIvs(String sample) throws Exception {
        String pattern = EventPatterns.simulatedEvents(Samples.ACCOUNT);
        String simulated = Payload.of(sample).with("source", EventPatterns.SIMULATED_SOURCE).json();

        assertThat(matches(Samples.json(sample), pattern)).isFalse();
        assertThat(matches(simulated, pattern))
                .isEqualTo(MATCH_IVS_EVENTS.contains(sample) && !sample.startsWith("unrecognized/"));
    }

    @ParameterizedTest
    @CsvSource({"CreateLogStream, /ivs-recording/main/indexing, true",
        "PutLogEvents, /ivs-recording/main/indexing, false",
        "CreateLogStream, /ivs-recording/staging/indexing, false", "CreateLogStream, /aws/lambda/other, false"})
    void logStreamCalls_areOfOurFunctionsOnly(String operation, String logGroup, boolean match) throws Exception {
        String event = Payload.of("api-call/create-stage")
                .with("source", "aws.logs")
                .with("detail.eventSource", "logs.amazonaws.com")
                .with("detail.eventName", operation)
                .with("detail.requestParameters.logGroupName", logGroup)
                .json();

        assertThat(matches(event, EventPatterns.logStreamCalls(Samples.ACCOUNT, "/ivs-recording/main/")))
                .isEqualTo(match);
    }

    @ParameterizedTest
    @CsvSource({"Recording Started, ivs-recording-orchestrator, 123456789012, true",
        "Recording Ended, ivs-recording-orchestrator, 123456789012, true",
        "Recording Failed, ivs-recording-orchestrator, 123456789012, true",
        "Recording Media Changed, ivs-recording-orchestrator, 123456789012, false",
        "Recording Deleted, ivs-recording-orchestrator, 123456789012, false",
        "Recording Failed, somebody, 123456789012, false",
        "Recording Failed, ivs-recording-orchestrator, 999999999999, false"})
    void recordingOutcomes_areOursOfThisAccount(String detailType, String source, String account, boolean match)
            throws Exception {
        String event = """
                {"version":"0","source":"%s","detail-type":"%s","account":"%s","detail":{"sequence":1}}"""
                .formatted(source, detailType, account);

        assertThat(matches(event, EventPatterns.recordingOutcomes("123456789012"))).isEqualTo(match);
    }

    @Test
    void liveChanges_ofStreamsAndPublishers_matchAndNothingElse() throws Exception {
        String pattern = EventPatterns.liveChanges(Samples.ACCOUNT);
        Set<String> matching = new TreeSet<>();
        for (String sample : Samples.names()) {
            if (matches(Payload.of(sample).json(), pattern)) {
                matching.add(sample);
            }
        }

        assertThat(matching).containsExactly("stage-update/participant-published",
                "stage-update/participant-published-replica", "stage-update/participant-unpublished",
                "stage-update/participant-unpublished-replica", "stream/stream-end", "stream/stream-start");
    }

    @Test
    void policyChanges_matchTheOneParameter() throws Exception {
        String pattern = EventPatterns.policyChanges(Samples.ACCOUNT, "/ivs/policy");

        assertThat(matches(parameterChange("/ivs/policy"), pattern)).isTrue();
        assertThat(matches(parameterChange("/ivs/policy-2"), pattern)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> EventPatterns.policyChanges(Samples.ACCOUNT, ""))
                .withMessage("the policy parameter's name is blank");
    }

    /** As in the Systems Manager User Guide. */
    private static String parameterChange(String name) {
        return """
                {"version":"0","id":"6a7e4feb-b491-4cf7-a9f1-bf3703497718","detail-type":"Parameter Store Change",
                 "source":"aws.ssm","account":"%s","time":"2026-05-22T16:43:48Z","region":"us-west-2",
                 "resources":["arn:aws:ssm:us-west-2:%s:parameter%s"],
                 "detail":{"operation":"Update","name":"%s","type":"String"}}""".formatted(Samples.ACCOUNT,
                Samples.ACCOUNT, name, name);
    }

    @Test
    void recordingObjects_oddNames_areEscaped() throws Exception {
        String odd = "a\"]},\\\n%s\u0001";
        String pattern = EventPatterns.recordingObjects(odd, List.of(odd));

        assertThat(RuleCompiler.check(pattern)).isNull();
        assertThat(JsonObject.parse(pattern).strings("account")).containsExactly(odd);
        assertThat(matches(Payload.of("s3-object/created").with("account", odd).with("detail.bucket.name", odd).json(),
                pattern))
                .isTrue();
    }

    @Test
    void recordingObjects_sameBucketTwice_isNamedOnce() {
        assertThat(EventPatterns.recordingObjects(Samples.ACCOUNT, List.of("b", "a", "b")))
                .isEqualTo(EventPatterns.recordingObjects(Samples.ACCOUNT, List.of("b", "a")));
    }

    @Test
    void recordingObjects_noBucket_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> EventPatterns.recordingObjects(Samples.ACCOUNT, List.of()))
                .withMessage("name at least one recording bucket: without a name the pattern would match the objects of"
                        + " every bucket in the account");
    }

    @Test
    void recordingObjects_tooManyBuckets_areRefused() {
        List<String> buckets = IntStream.range(0, 26).mapToObj(i -> "acme-recordings-%047d".formatted(i)).toList();

        assertThat(EventPatterns.recordingObjects(Samples.ACCOUNT, buckets)).hasSizeLessThanOrEqualTo(2048);
        List<String> more = new ArrayList<>(buckets);
        Collections.addAll(more, "x".repeat(63));
        assertThatIllegalArgumentException().isThrownBy(() -> EventPatterns.recordingObjects(Samples.ACCOUNT, more))
                .withMessageMatching(
                        "the event pattern has \\d+ characters, EventBridge takes 2048: name fewer buckets, or"
                                + " shorter ones");
    }

    @Test
    void anyPattern_blankName_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> EventPatterns.ivsEvents(" "))
                .withMessage("the account id is blank");
        assertThatIllegalArgumentException().isThrownBy(() -> EventPatterns.configurationCalls(""))
                .withMessage("the account id is blank");
        assertThatIllegalArgumentException().isThrownBy(
                () -> EventPatterns.recordingObjects(Samples.ACCOUNT, List.of("a", "")))
                .withMessage("a recording bucket's name is blank");
    }

    private static String object(String key) {
        return Payload.of("s3-object/created").with("detail.object.key", key).json();
    }

    private static boolean matches(String event, String pattern) throws Exception {
        return Ruler.matchesRule(event, pattern);
    }

    @ParameterizedTest
    @CsvSource({"ivs-recording-orchestrator, Recording Failed, 123456789012, true",
        "ivs-recording-orchestrator, Recording Ended, 123456789012, false",
        "ivs-recording-orchestrator, Recording Failed, 210987654321, false",
        "aws.ivs, Recording Failed, 123456789012, false"})
    void failedRecordings_matchOurOwnEventsOfFailuresOnly(String source, String type, String account, boolean matches)
            throws Exception {
        String event = """
                {"source":"%s","detail-type":"%s","account":"%s","detail":{"sequence":2}}"""
                .formatted(source, type, account);

        assertThat(Ruler.matchesRule(event, EventPatterns.failedRecordings("123456789012"))).isEqualTo(matches);
        assertThat(Ruler.matchesRule(event, EventPatterns.endedRecordings("123456789012"))).isEqualTo(
                source.equals("ivs-recording-orchestrator") && type.equals("Recording Ended")
                        && account.equals("123456789012"));
    }
}
