package io.ivsorchestrator.events;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The event patterns of our rules on the default event bus, as JSON text (EventBridge User Guide, "Creating Amazon
 * EventBridge event patterns"). What is deployed and what runs on the laptop routes by these, and by no others.
 *
 * <p>They hold exact texts and suffixes only: rules with {@code wildcard} filters are under a quota of their own. Every
 * pattern names the account, since a default bus may be opened to others. An account or a bucket may be given as a
 * placeholder that a deployment resolves later; {@value #MAX_LENGTH} characters is then a limit on the text with the
 * placeholder.
 */
public final class EventPatterns {
    /** EventBridge's default quota, in characters ("Amazon EventBridge quotas", event pattern size). */
    public static final int MAX_LENGTH = 2048;

    /** Of the events by which IVS tells something. */
    public static final String IVS_SOURCE = EventNames.IVS;

    /** Of events that somebody makes up to try a deployment. */
    public static final String SIMULATED_SOURCE = "ivs-recording.simulated";

    private EventPatterns() {
    }

    /**
     * What IVS says of recordings, participants, compositions and streams: the events that the index learns from.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String ivsEvents(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s}""".formatted(anyOf(EventNames.IVS),
                anyOf(EventNames.RECORDING, EventNames.PARTICIPANT_RECORDING, EventNames.COMPOSITION,
                        EventNames.STAGE_UPDATE, EventNames.STREAM, EventNames.PUBLISHER_RECORDING),
                account(account)));
    }

    /**
     * The same events as somebody makes them up to try a deployment, under a source of their own: {@code aws.} is for AWS
     * services alone. Nothing routes by this unless a deployment is told to.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String simulatedEvents(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s}""".formatted(anyOf(SIMULATED_SOURCE),
                anyOf(EventNames.RECORDING, EventNames.PARTICIPANT_RECORDING, EventNames.COMPOSITION,
                        EventNames.STAGE_UPDATE, EventNames.STREAM),
                account(account)));
    }

    /**
     * That a composition or a destination of it failed. Such an event names no bucket, and five minutes later IVS has
     * forgotten it: who needs to know must ask at once.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String compositionFailures(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"event_name":%s}}""".formatted(
                anyOf(EventNames.IVS), anyOf(EventNames.COMPOSITION), account(account),
                anyOf("Destination Failure", "Session Failure")));
    }

    /**
     * The calls by which Lambda opens new log streams for functions of ours: they happen several times a day as long as
     * anything runs, so if none arrives there is no trail that tells EventBridge of calls.
     *
     * @param account    12 digits
     * @param logGroups  what the names of the functions' log groups begin with
     * @throws IllegalArgumentException if one of them is blank
     */
    public static String logStreamCalls(String account, String logGroups) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"eventSource":%s,"eventName":%s,\
                "requestParameters":{"logGroupName":[{"prefix":%s}]}}}""".formatted(anyOf("aws.logs"),
                anyOf(EventNames.API_CALL), account(account), anyOf("logs.amazonaws.com"), anyOf("CreateLogStream"),
                quoted(given("the log groups' prefix", logGroups))));
    }

    /**
     * The metadata objects that IVS writes and somebody deletes below each recording's {@code events/}: two per
     * recording, as a rule. A bucket that reports its objects reports every segment, too, and those never match.
     *
     * @param account the buckets' owner, 12 digits
     * @param buckets names, at least one
     * @throws IllegalArgumentException if the account, the list or a name in it is blank or empty, or if so many
     *                                  buckets are named that the pattern is longer than {@value #MAX_LENGTH}
     *                                  characters
     */
    public static String recordingObjects(String account, Collection<String> buckets) {
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException("name at least one recording bucket: without a name the pattern would"
                    + " match the objects of every bucket in the account");
        }
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"bucket":{"name":%s},"object":{"key":%s}}}"""
                .formatted(anyOf(EventNames.S3),
                        anyOf(EventNames.OBJECT_CREATED, EventNames.OBJECT_DELETED),
                        account(account),
                        anyOf(buckets.stream().distinct().map(bucket -> given("a recording bucket's name", bucket))),
                        Stream.of("started", "ended", "failed")
                                .map(state -> "{\"suffix\":" + quoted("/events/recording-" + state + ".json") + "}")
                                .collect(Collectors.joining(",", "[", "]"))));
    }

    /**
     * What starts and ends being live, and so can be unrecorded or has become free to be set up: streams of channels and
     * publishers of stages.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String liveChanges(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"event_name":%s}}""".formatted(
                anyOf(EventNames.IVS),
                anyOf(EventNames.STREAM, EventNames.STAGE_UPDATE),
                account(account),
                anyOf("Stream Start", "Stream End", "Participant Published", "Participant Unpublished")));
    }

    /**
     * Another recording policy (Systems Manager User Guide, "Reference: Amazon EventBridge event patterns and types").
     *
     * @param account   12 digits
     * @param parameter the name of the parameter that holds the policy
     * @throws IllegalArgumentException if one of them is blank
     */
    public static String policyChanges(String account, String parameter) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"name":%s}}""".formatted(
                anyOf(EventNames.SSM),
                anyOf(EventNames.PARAMETER_CHANGE),
                account(account),
                anyOf(given("the policy parameter's name", parameter))));
    }

    /**
     * The calls by which anybody changes what is recorded and where, or the tags by which a policy tells who is. Reading calls
     * are left out, as are configurations' updates: IVS has none. Needs a trail in the region; failed calls match, too, and say so in {@code errorCode}.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String configurationCalls(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s,"detail":{"eventSource":%s,"eventName":%s}}""".formatted(
                anyOf(EventNames.IVS),
                anyOf(EventNames.API_CALL),
                account(account),
                anyOf(EventNames.IVS_API),
                anyOf("CreateChannel", "UpdateChannel", "DeleteChannel", "CreateStage", "UpdateStage", "DeleteStage",
                        "CreateRecordingConfiguration", "DeleteRecordingConfiguration", "CreateStorageConfiguration",
                        "DeleteStorageConfiguration", "TagResource", "UntagResource")));
    }

    /**
     * What recovery learns from our own bus: failures, and what shows that recording works again. Only the publisher may put
     * events there; the bus's policy says so, a pattern cannot.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String recordingOutcomes(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s}""".formatted(anyOf(OutboundNames.SOURCE),
                anyOf(OutboundChange.STARTED.detailType(), OutboundChange.ENDED.detailType(),
                        OutboundChange.FAILED.detailType()),
                account(account)));
    }

    /**
     * What salvage learns from our own bus: recordings that failed. What is said of the bus at {@link #recordingOutcomes}
     * holds here, too.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String failedRecordings(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s}""".formatted(anyOf(OutboundNames.SOURCE),
                anyOf(OutboundChange.FAILED.detailType()), account(account)));
    }

    /**
     * What the inspection of media learns from our own bus: recordings that ended well. What is said of the bus at {@link
     * #recordingOutcomes} holds here, too.
     *
     * @param account 12 digits
     * @throws IllegalArgumentException if the account is blank
     */
    public static String endedRecordings(String account) {
        return checked("""
                {"source":%s,"detail-type":%s,"account":%s}""".formatted(anyOf(OutboundNames.SOURCE),
                anyOf(OutboundChange.ENDED.detailType()), account(account)));
    }

    private static String checked(String pattern) {
        if (pattern.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the event pattern has " + pattern.length()
                    + " characters, EventBridge takes " + MAX_LENGTH + ": name fewer buckets, or shorter ones");
        }
        return pattern;
    }

    private static String account(String account) {
        return anyOf(given("the account id", account));
    }

    private static String given(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        return text;
    }

    private static String anyOf(String... texts) {
        return anyOf(List.of(texts).stream());
    }

    private static String anyOf(Stream<String> texts) {
        return texts.map(EventPatterns::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
