package io.ivsorchestrator.tests.provisioning;

import static io.ivsorchestrator.tests.provisioning.EmulatorCalls.object;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.Channel;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.Stage;
import io.ivsorchestrator.ivs.StorageConfiguration;
import io.ivsorchestrator.local.ivs.CloudTrailEvents;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.account.Quotas;
import io.ivsorchestrator.local.ivs.api.ApiFaults;
import io.ivsorchestrator.local.ivs.api.IvsApi;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.provisioning.Buckets;
import io.ivsorchestrator.provisioning.Deployment;
import io.ivsorchestrator.provisioning.MemoryRecords;
import io.ivsorchestrator.provisioning.Place;
import io.ivsorchestrator.provisioning.Policies;
import io.ivsorchestrator.provisioning.PolicySource;
import io.ivsorchestrator.provisioning.ProvisionEvents;
import io.ivsorchestrator.provisioning.Provisioner;
import io.ivsorchestrator.provisioning.ProvisioningIncidents;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.provisioning.ProvisioningRecords;
import io.ivsorchestrator.provisioning.ResourceKind;
import io.ivsorchestrator.provisioning.Sweeps;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Provisioning with everything around it: the IVS emulator, a queue with delays and visibility, records, a clock that passes
 * from one message to the next. What the customer does and what we do reach the emulator by different ways, so that both can be
 * told apart and counted.
 */
final class Rig {
    static final String ACCOUNT = "123456789012";
    static final String BUCKET = "acme-live-recordings";
    static final String BUCKET_ELSEWHERE = "acme-elsewhere";
    static final String OWN_ROLE = "arn:aws:iam::" + ACCOUNT + ":role/Provisioning";
    static final String PARAMETER = "/ivs/policy";
    static final Duration VISIBILITY = Duration.ofMinutes(6);

    /** A call that our process did not survive. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What our processes depend on beside IVS. */
    enum Part {
        POLICY, RECORDS, QUEUE
    }

    /** One message of the queue. */
    private record Message(Instant due, long number, String body, int deliveries) {}

    final AccountSettings settings;
    final InMemoryBucketStore buckets = new InMemoryBucketStore();
    final IvsApi api;
    final MediaPlane mediaPlane;
    final LowLatencyApi customer;
    final RealTimeApi customersStages;
    final Map<IvsOperation, Integer> ours = new TreeMap<>();
    final Map<Cause, Collection<String>> incidents = new LinkedHashMap<>();
    /** What was seen when an incident was last told. */
    final Map<Cause, List<String>> findings = new LinkedHashMap<>();
    final ProvisioningRecords records;
    /** By the operation's name, what IVS answers for reasons of its own. */
    final Map<String, ErrorType> refused = new ConcurrentHashMap<>();
    final InstantSource clock = () -> this.now;
    Optional<String> policy = Optional.empty();
    boolean cloudTrail = true;
    /** As if what IVS writes into bucket policies did not arrive. */
    boolean editFails;
    /** As if we had no permission to look at buckets. */
    boolean bucketsHidden;
    int throttled;
    private final ProvisioningRecords memory = new MemoryRecords();
    private final PriorityQueue<Message> queue = new PriorityQueue<>(
            Comparator.comparing(Message::due).thenComparingLong(Message::number));
    private final List<String> deadLetters = new ArrayList<>();
    private final List<ProvisionEvents> processes = new ArrayList<>();
    private IvsCalls limits = IvsCalls.unlimited();
    private Instant now = Instant.parse("2026-03-07T09:00:00Z");
    private long numbers;
    private long sweeps;
    private boolean ourCall;
    private boolean repeated;
    private Instant nextTick = Instant.MAX;
    private Duration ticks = Duration.ZERO;
    private Runnable tick = () -> {};
    private Instant lastDelivery = Instant.MIN;
    private final Map<Enum<?>, Runnable> before = new HashMap<>();
    private int portCalls;
    private int killAt = -1;

    private Rig(AccountSettings settings, int processCount) {
        this.settings = settings;
        buckets.create(BUCKET, settings.region());
        buckets.create(BUCKET_ELSEWHERE, "ap-south-1");
        var ids = new Ids(new SplittableRandom(42));
        var account = new IvsAccount(settings, clock, ids, buckets);
        var trail = new CloudTrailEvents(settings, ids, this::logged);
        this.api = new IvsApi(account, call -> {
            if (cloudTrail && !call.operation().readOnly()) {
                trail.accept(call);
            }
        }, faults());
        this.mediaPlane = new MediaPlane(account);
        this.customer = new EmulatedLowLatencyApi(new EmulatorCalls(api, IvsCalls.unlimited()));
        this.customersStages = new EmulatedRealTimeApi(new EmulatorCalls(api, IvsCalls.unlimited()));
        this.records = new ProvisioningRecords() {
            @Override
            public Optional<Entry> find(String name) {
                comeFirst(Part.RECORDS);
                return survived(() -> memory.find(name));
            }

            @Override
            public boolean put(String name, long version, Map<String, String> values) {
                comeFirst(Part.RECORDS);
                return survived(() -> memory.put(name, version, values));
            }
        };
        for (int process = 0; process < processCount; process++) {
            processes.add(process());
        }
    }

    private ApiFaults faults() {
        return operation -> Optional.ofNullable(refused.get(operation.name()))
                .map(error -> new ApiException(error, "because"));
    }

    static Rig create() {
        return with(settings("eu-west-1"));
    }

    static Rig with(AccountSettings settings) {
        return new Rig(settings, 1);
    }

    static Rig withTwoProcesses() {
        return new Rig(settings("eu-west-1"), 2);
    }

    static AccountSettings settings(String region) {
        return AccountSettings.of(ACCOUNT, region)
                .withQuotas(Quotas.DEFAULT.withChannels(20_000).withStages(2_000));
    }

    /** Our calls pass this. */
    Rig limitedBy(IvsCalls calls) {
        this.limits = calls;
        return this;
    }

    Rig policy(String text) {
        this.policy = Optional.of(text);
        return this;
    }

    /** With the rules of the built-in policy, for everything. */
    Rig everything() {
        return policy(Policies.defaultText().replace("\"opted-in\"", "\"everything\""));
    }

    /** From the n-th port call on, counted from now, our process dies: before it, or after it was done and nobody knows. */
    void killAt(int call) {
        this.portCalls = 0;
        this.killAt = call;
    }

    /** How many port calls our processes made since the last {@link #killAt}. */
    int portCalls() {
        return portCalls;
    }

    /** Even numbers die before the call, odd ones after it. */
    private <T> T survived(Supplier<T> call) {
        int number = portCalls;
        portCalls += 2;
        if (number == killAt) {
            killAt = -1;
            throw new Killed();
        }
        T answer = call.get();
        if (number + 1 == killAt) {
            killAt = -1;
            throw new Killed();
        }
        return answer;
    }

    /** Right before our next call of that, somebody else is quicker. */
    void beforeNext(IvsOperation operation, Runnable action) {
        before.put(operation, () -> {
            before.remove(operation);
            action.run();
        });
    }

    /** From now on this fails whenever we ask it, until it is {@link #back}. */
    void fail(Part part, RuntimeException failure) {
        before.put(part, () -> {
            throw failure;
        });
    }

    void back(Part part) {
        before.remove(part);
    }

    private void comeFirst(Enum<?> call) {
        before.getOrDefault(call, () -> {}).run();
    }

    /** Another one of our processes, for whoever wants to call it himself. */
    ProvisionEvents process() {
        IvsCalls counted = new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                comeFirst(operation);
                return limits.call(operation, () -> survived(() -> {
                    ours.merge(operation, 1, Integer::sum);
                    ourCall = true;
                    try {
                        return call.get();
                    } catch (io.ivsorchestrator.ivs.IvsRefusedException.Throttled refused) {
                        throttled++;
                        throw refused;
                    } finally {
                        ourCall = false;
                    }
                }));
            }
        };
        EmulatorCalls calls = new EmulatorCalls(api, counted);
        Deployment deployment = deployment();
        Place place = new Place(ACCOUNT, settings.region());
        ProvisioningIncidents told = new ProvisioningIncidents() {
            @Override
            public void report(Cause cause, String resource, Collection<String> affected, List<String> findings) {
                incidents.put(cause, affected);
                Rig.this.findings.put(cause, findings);
            }

            @Override
            public void resolved(Cause cause, String resource) {
                incidents.remove(cause);
            }
        };
        DelayedMessages messages = (body, delay) -> {
            comeFirst(Part.QUEUE);
            survived(() -> {
                send(body, delay);
                return true;
            });
        };
        Provisioner provisioner = new Provisioner(new EmulatedLowLatencyApi(calls), new EmulatedRealTimeApi(calls),
                deployment, place, records, told, bucketFacts(), clock);
        Policies policies = new Policies(source(), records, deployment, told, clock);
        Sweeps sweeping = new Sweeps(provisioner, policies, records, messages, told, () -> "sweep-" + ++sweeps, clock);
        return new ProvisionEvents(provisioner, policies, sweeping, messages, place, Set.of(OWN_ROLE), PARAMETER,
                clock);
    }

    static Deployment deployment() {
        return new Deployment("main", List.of(BUCKET, BUCKET_ELSEWHERE));
    }

    private PolicySource source() {
        return new PolicySource() {
            @Override
            public Optional<String> text() {
                comeFirst(Part.POLICY);
                return policy;
            }

            @Override
            public String place() {
                return "the parameter " + PARAMETER;
            }
        };
    }

    Buckets bucketFacts() {
        return new Buckets() {
            @Override
            public Look look(String bucket) {
                if (bucketsHidden) {
                    return new Look.Unknown("AccessDenied");
                }
                return buckets.exists(bucket) ? new Look.In(buckets.region(bucket)) : new Look.Missing();
            }

            @Override
            public Grant grant(String bucket, String region) {
                return buckets.policy(bucket).filter(policy -> !editFails)
                        .filter(policy -> policy.contains("ivs-composite." + region + ".amazonaws.com")).isPresent()
                                ? Grant.THERE
                                : Grant.LOST;
            }
        };
    }

    /** CloudTrail takes a while. */
    private void logged(String event) {
        send(ourCall ? event.replace("arn:aws:iam::" + ACCOUNT + ":role/Emulator", OWN_ROLE) : event,
                Duration.ofSeconds(20));
    }

    void send(String body, Duration delay) {
        queue.add(new Message(now.plus(delay), numbers++, body, 0));
        if (repeated) {
            queue.add(new Message(now.plus(delay), numbers++, body, 0));
        }
    }

    /** Asks to look at some channels and stages. */
    static String check(Arn... arns) {
        return "{\"provisioning\":\"check\",\"arns\":["
                + Stream.of(arns).map(arn -> '"' + arn.value() + '"').collect(Collectors.joining(",")) + "]}";
    }

    /** One of our processes handles a message of its own, aside from the queue. */
    static void handle(ProvisionEvents process, String body) {
        assertThat(process.provision(List.of(new QueueMessage("m", body)), () -> true).returned()).isEmpty();
    }

    /** What is due next, for a process that is called by hand. */
    String taken() {
        return queue.remove().body();
    }

    /** As if somebody had purged the queue. */
    void loseAll() {
        queue.clear();
    }

    /** SQS delivers at least once: here it always delivers twice. */
    void repeatEverything() {
        repeated = true;
    }

    void sweep() {
        send(ProvisioningMessage.SWEEP, Duration.ZERO);
    }

    void sendEvent(String detailType, Arn resource, String detail) {
        send("""
                {"version":"0","id":"e","detail-type":"%s","source":"aws.ivs","account":"%s","time":"%s","region":"%s",
                 "resources":["%s"],"detail":%s}""".formatted(detailType, ACCOUNT, now, settings.region(),
                resource.value(), detail), Duration.ZERO);
    }

    void streamEvent(String name, Arn channel) {
        sendEvent("IVS Stream State Change", channel, """
                {"event_name":"%s","channel_name":"","stream_id":"st-1A2b3C4d5E6f7G8h9I0jKlM"}""".formatted(name));
    }

    void stageEvent(String name, Arn stage) {
        sendEvent("IVS Stage Update", stage, """
                {"event_name":"%s","session_id":"st-1234567890123","participant_id":"Xy1Zw2Ab3Cd4",
                 "event_time":"%s"}""".formatted(name, now));
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void passUntil(Instant time) {
        while (nextTick.isBefore(time)) {
            now = nextTick.isAfter(now) ? nextTick : now;
            nextTick = nextTick.plus(ticks);
            tick.run();
        }
        now = time.isAfter(now) ? time : now;
    }

    /** Somebody does something all the time, from now on. */
    void every(Duration time, Runnable action) {
        ticks = time;
        tick = action;
        nextTick = now.plus(time);
    }

    /** When our process was last busy. */
    Instant lastDelivery() {
        return lastDelivery;
    }

    /** Delivers what is in the queue and what comes of it, as time passes, until nothing is left or the time is over. */
    void run(Duration atMost) {
        Instant end = now.plus(atMost);
        while (!queue.isEmpty() && !queue.element().due().isAfter(end)) {
            passUntil(queue.element().due());
            List<Message> batch = new ArrayList<>();
            while (batch.size() < 10 && !queue.isEmpty() && !queue.element().due().isAfter(now)) {
                batch.add(queue.remove());
            }
            deliver(batch);
        }
    }

    /** Whatever is still to come within the day. */
    void run() {
        run(Duration.ofHours(20));
    }

    private int turn;

    private void deliver(List<Message> batch) {
        int process = turn++ % processes.size();
        lastDelivery = now;
        Set<String> again;
        try {
            again = processes.get(process).provision(batch.stream()
                    .map(message -> new QueueMessage(Long.toString(message.number()), message.body())).toList(),
                    () -> true).returned().keySet();
        } catch (Killed died) {
            processes.set(process, process());
            again = Set.copyOf(batch.stream().map(message -> Long.toString(message.number())).toList());
        }
        for (Message message : batch) {
            if (again.contains(Long.toString(message.number()))) {
                redeliver(message);
            }
        }
    }

    private void redeliver(Message message) {
        if (message.deliveries() >= 4) {
            deadLetters.add(message.body());
        } else {
            queue.add(new Message(now.plus(VISIBILITY), message.number(), message.body(), message.deliveries() + 1));
        }
    }

    List<String> deadLetters() {
        return deadLetters;
    }

    int waiting() {
        return queue.size();
    }

    int ours(IvsOperation operation) {
        return ours.getOrDefault(operation, 0);
    }

    /** Calls of ours that change something. */
    int writes() {
        return ours.entrySet().stream().filter(entry -> !entry.getKey().name().startsWith("GET_")
                && !entry.getKey().name().startsWith("LIST_") && !entry.getKey().name().startsWith("BATCH_"))
                .mapToInt(Map.Entry::getValue).sum();
    }

    Arn channel(String name, Map<String, String> tags) {
        return customer.createChannel(name, Optional.empty(), tags).arn();
    }

    Arn channel(String name) {
        return channel(name, Map.of());
    }

    Arn stage(String name, Map<String, String> tags) {
        return customersStages.createStage(name, io.ivsorchestrator.ivs.StageRecording.OFF, tags).arn();
    }

    Arn stage(String name) {
        return stage(name, Map.of());
    }

    Channel look(Arn channel) {
        return customer.getChannel(channel);
    }

    Stage lookAtStage(Arn stage) {
        return customersStages.getStage(stage);
    }

    List<RecordingConfiguration> recordingConfigurations() {
        return customer.listRecordingConfigurations(Optional.empty()).items();
    }

    List<StorageConfiguration> storageConfigurations() {
        return customersStages.listStorageConfigurations(Optional.empty()).items();
    }

    /** A recording configuration that the customer made. */
    Arn foreignConfiguration() {
        return customer.createRecordingConfiguration("theirs", BUCKET, RecordingConfiguration.Settings.DEFAULT,
                Map.of("owner", "them")).arn();
    }

    void tag(Arn resource, Map<String, String> tags) {
        ObjectNode request = object().put("resourceArn", resource.value());
        EmulatorCalls.put(request, "tags", tags);
        api.call(api.taggingOperation("TagResource", resource.value()), request, "request");
    }

    void untag(Arn resource, String key) {
        ObjectNode request = object().put("resourceArn", resource.value());
        request.putArray("tagKeys").add(key);
        api.call(api.taggingOperation("UntagResource", resource.value()), request, "request");
    }

    /** The sweep's own count of a kind. */
    long swept(ResourceKind kind, String count) {
        return Long.parseLong(entry(kind).getOrDefault("count." + count, "0"));
    }

    boolean sweepEnded(ResourceKind kind) {
        return !entry(kind).getOrDefault("ended", "").isEmpty();
    }

    private Map<String, String> entry(ResourceKind kind) {
        return memory.find("sweep." + kind.text()).map(ProvisioningRecords.Entry::values).orElse(Map.of());
    }

}
