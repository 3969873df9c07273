package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.tests.simulation.Telling.Claim;
import io.ivsorchestrator.tests.simulation.TrueRecording.Document;
import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold when everything has come to rest: nothing is lost, nothing is invented, and everybody was told once. */
final class Verdict {
    /** In an id where the API told of a failure and of no prefix. */
    private static final String WITHOUT_PREFIX = ".unrecorded";

    private final List<TrueRecording> truth;
    private final Map<TrueRecording, List<Claim>> told = new HashMap<>();
    private final Map<String, Item> items = new HashMap<>();
    private final Map<String, JsonObject> views = new TreeMap<>();
    private final List<Item> everything;
    private final List<OutboundEvent> published;
    private final boolean grants;
    private final List<String> notices;
    private final StoredObjects objects;
    private final boolean swept;

    /**
     * The world at its end.
     *
     * @param sent  everything that was delivered at least once
     * @param swept whether a sweep has looked since the last object went
     */
    Verdict(List<TrueRecording> truth, List<Telling> sent, List<Item> everything, List<OutboundEvent> published,
            boolean grants, List<String> notices, StoredObjects objects, boolean swept) {
        this.truth = truth;
        this.everything = everything;
        this.published = published;
        this.grants = grants;
        this.notices = notices;
        this.objects = objects;
        this.swept = swept;
        sent.stream().flatMap(telling -> telling.claims().stream())
                .forEach(claim -> told.computeIfAbsent(claim.about(), _ -> new ArrayList<>()).add(claim));
        everything.stream().filter(Rules::isRecording).forEach(item -> {
            JsonObject view = JsonObject.parse(Rules.view(item));
            views.put(view.requireString("id"), view);
            items.put(view.requireString("id"), item);
        });
    }

    void check() {
        truth.forEach(this::nothingLost);
        views.keySet().forEach(this::nothingInvented);
        outboundEvents();
        incidents();
    }

    private List<Claim> told(TrueRecording recording) {
        return told.getOrDefault(recording, List.of());
    }

    private List<Claim> own(TrueRecording recording) {
        return told(recording).stream().filter(Claim::own).toList();
    }

    /** Objects that the last sweep can see. */
    private static Set<Document> visible(TrueRecording recording) {
        return recording.readable() ? recording.documents().keySet() : Set.of();
    }

    /** A recording exists for us when something named its prefix: an event of its own, or its metadata in S3. */
    private boolean leftATrace(TrueRecording recording) {
        return !own(recording).isEmpty() || !visible(recording).isEmpty() || failedStartTold(recording);
    }

    /** Of a stream that was not recorded the API still tells. */
    private static boolean failedStartTold(TrueRecording recording) {
        return recording.isChannel() && recording.prefix().isEmpty() && recording.rank() == Rank.FAILED;
    }

    /** What the events that came, the objects that lie there and the API's last answers say. */
    private Rank known(TrueRecording recording) {
        Stream<Rank> ranks = Stream.of(told(recording).stream().map(Claim::rank),
                visible(recording).stream().map(Document::rank),
                failedStartTold(recording) || failedEndTold(recording) || failedStartIsOurs(recording)
                        ? Stream.of(Rank.FAILED)
                        : Stream.<Rank>empty())
                .flatMap(each -> each);
        return ranks.max(Comparator.naturalOrder()).orElse(Rank.STARTING);
    }

    /** The failed start of one of its streams is this recording's, if both are known to be of one recording session. */
    private boolean failedStartIsOurs(TrueRecording recording) {
        return recording.failedStart().filter(TrueRecording.FailedStart::sameRecording)
                .filter(failed -> own(failed.other()).stream().anyMatch(claim -> own(recording).stream()
                        .anyMatch(mine -> mine.recordingSession().equals(claim.recordingSession()))))
                .filter(failed -> own(recording).stream().anyMatch(mine -> mine.streams().contains(failed.streamId())))
                .isPresent();
    }

    /** A failed end that no event and no object tells is one of the API, where it can be about this recording only. */
    private boolean failedEndTold(TrueRecording recording) {
        if (recording.rank() != Rank.FAILED || recording.isComposite() || !leftATrace(recording)) {
            return false;
        }
        if (recording.isChannel() && !recording.failedEnd()) {
            return false;
        }
        if (recording.isChannel()) {
            return own(recording).stream().anyMatch(claim -> claim.streams().contains(recording.lastStream()));
        }
        return recording.begun() && truth.stream().filter(other -> sameParticipant(other, recording)).count() == 1;
    }

    private static boolean sameParticipant(TrueRecording one, TrueRecording other) {
        return participant(one).equals(participant(other));
    }

    private static String participant(TrueRecording recording) {
        return recording.prefix().isEmpty() ? "" : recording.prefix().substring(0, recording.prefix().lastIndexOf('/'));
    }

    private void nothingLost(TrueRecording recording) {
        JsonObject view = views.get(recording.id());
        if (view == null) {
            assertThat(leftATrace(recording)).as("%s is not in the index, which knows %s; that it left a trace",
                    recording, views.keySet()).isFalse();
            if (recording.rank() == Rank.FAILED && !recording.isComposite() && !recording.isChannel()) {
                assertThat(views).as("the failure of %s, of which only the API told", recording)
                        .containsKey(withoutPrefix(recording));
            }
            return;
        }
        Rank rank = Rank.valueOf(view.requireString("state"));
        assertThat(rank).as("state of %s, of which was told %s and which has %s", recording, told(recording),
                recording.documents()).isBetween(known(recording), recording.rank());
        documentedTimes(recording, view);
        presence(recording, view);
        assertThat(new HashSet<>(view.strings("streamIds"))).as("streams of %s", recording)
                .isSubsetOf(recording.streams()).containsAll(all(own(recording).stream().map(Claim::streams)));
        if (!recording.isChannel() && !recording.isComposite()) {
            assertThat(new HashSet<>(view.strings("sessionIds"))).as("sessions of %s", recording)
                    .isSubsetOf(recording.sessions())
                    .containsAll(own(recording).stream().flatMap(claim -> claim.session().stream()).toList());
            users(recording, view);
        }
        if (!recording.prefix().isEmpty()) {
            assertThat(view.string("prefix")).as("prefix of %s", recording).contains(recording.prefix());
            assertThat(view.string("bucket")).as("bucket of %s", recording).contains(recording.bucket());
        }
    }

    private static Set<String> all(Stream<Set<String>> sets) {
        return sets.flatMap(Collection::stream).collect(Collectors.toSet());
    }

    /** What the last metadata object says counts before everything else; without one, what the event about the end says. */
    private void documentedTimes(TrueRecording recording, JsonObject view) {
        Set<Document> visible = visible(recording);
        if (visible.contains(Document.ENDED) || visible.contains(Document.FAILED)) {
            assertThat(view.instant("startedAt")).as("start of %s", recording).isEqualTo(recording.startedAt());
            assertThat(view.instant("endedAt")).as("end of %s", recording).isEqualTo(recording.endedAt());
            assertThat(view.integer("durationMs").orElse(-1)).as("duration of %s", recording)
                    .isEqualTo(recording.duration().orElseThrow().toMillis());
            return;
        }
        List<Claim> ends = told(recording).stream().filter(claim -> claim.endedAt().isPresent()).toList();
        if (!ends.isEmpty()) {
            assertThat(view.instant("endedAt")).as("end of %s", recording).isEqualTo(recording.endedAt());
            ends.getFirst().duration().ifPresent(length -> assertThat(view.integer("durationMs").orElse(-1))
                    .as("duration of %s", recording).isEqualTo(length.toMillis()));
        }
    }

    /** What S3's events and the last sweep say of the objects. */
    private void presence(TrueRecording recording, JsonObject view) {
        if (!recording.readable() || recording.prefix().isEmpty()) {
            return;
        }
        String presence = view.requireString("presence");
        if (recording.toldToBeGone()) {
            assertThat(presence).as("media of %s, all of whose metadata was told to be gone", recording)
                    .isEqualTo("GONE");
        } else if (swept && !recording.documents().isEmpty()) {
            assertThat(presence).as("media of %s, which has %s", recording, recording.documents())
                    .isEqualTo("PRESENT");
        } else if (swept && objects.beginningWith(recording.prefix() + "/").isEmpty()) {
            nothingLeft(recording, Rank.valueOf(view.requireString("state")), presence);
        }
    }

    private static void nothingLeft(TrueRecording recording, Rank state, String presence) {
        if (state.compareTo(Rank.STOPPED) >= 0) {
            // One that failed may never have written anything.
            assertThat(presence).as("media of %s, of which nothing is left", recording)
                    .isIn("GONE", state == Rank.STOPPED ? "GONE" : "UNSEEN");
        }
    }

    /** Every user that an event named in a session that the recording names. */
    private void users(TrueRecording recording, JsonObject view) {
        Set<String> named = new TreeSet<>();
        own(recording).forEach(claim -> claim.session().ifPresent(named::add));
        named.add(recording.prefix().split("/", -1)[1]);
        Set<String> expected = told(recording).stream()
                .filter(claim -> claim.session().filter(named::contains).isPresent())
                .flatMap(claim -> claim.user().stream()).collect(Collectors.toSet());
        assertThat(new HashSet<>(view.strings("userIds"))).as("users of %s", recording).isSubsetOf(recording.users())
                .containsAll(expected);
    }

    private JsonObject view(String id) {
        return Objects.requireNonNull(views.get(id), id);
    }

    private static String withoutPrefix(TrueRecording recording) {
        return "participant." + participant(recording).replace('/', '.') + WITHOUT_PREFIX;
    }

    private void nothingInvented(String id) {
        Optional<TrueRecording> real = truth.stream().filter(recording -> recording.id().equals(id)).findFirst();
        if (id.endsWith(WITHOUT_PREFIX)) {
            List<TrueRecording> failed = truth.stream().filter(recording -> !recording.prefix().isEmpty())
                    .filter(recording -> withoutPrefix(recording).equals(id))
                    .filter(recording -> recording.rank() == Rank.FAILED).toList();
            assertThat(failed).as("failures of the participant of %s", id).isNotEmpty();
            boolean known = failed.stream().map(TrueRecording::id).map(views::get).anyMatch(
                    view -> view != null && view.requireString("state").equals("FAILED"));
            if (known) {
                assertThat(view(id).strings("supersededBy")).as("what stands for %s", id).isNotEmpty();
            }
            return;
        }
        assertThat(real).as("the recording that is in the index as %s", id).isPresent();
    }

    private void outboundEvents() {
        Map<String, Map<Long, OutboundEvent>> byRecording = new HashMap<>();
        for (OutboundEvent event : published) {
            OutboundEvent first = byRecording.computeIfAbsent(event.recording().text(), _ -> new TreeMap<>())
                    .putIfAbsent(event.sequence(), event);
            assertThat(event.id()).isEqualTo(event.recording().text() + "#" + event.sequence());
            assertThat(JsonObject.parse(event.detail()).requireString("id")).as("id in the detail")
                    .isEqualTo(event.id());
            if (first != null) {
                assertThat(event.change()).as("what %s tells the second time", event.id()).isEqualTo(first.change());
            }
        }
        assertThat(views.keySet()).as("recordings of which events were published")
                .containsAll(byRecording.keySet());
        items.forEach((id, item) -> {
            long sequence = Rules.number(item, KeySchema.SEQUENCE);
            Map<Long, OutboundEvent> events = byRecording.getOrDefault(id, Map.of());
            assertThat(events.keySet()).as("numbers of the published events of %s", id)
                    .containsExactlyElementsOf(Stream.iterate(1L, i -> i + 1).limit(sequence).toList());
            assertThat(Rules.number(item, KeySchema.PUBLISHED)).as("noted of %s", id).isEqualTo(sequence);
            changes(id, events.values().stream().map(event -> event.change().name()).toList());
            lastTold(id, events);
        });
    }

    /** Who heard everything knows whether there is media. */
    private void lastTold(String id, Map<Long, OutboundEvent> events) {
        JsonObject view = view(id);
        if (!events.isEmpty() && view.strings("supersededBy").isEmpty()) {
            OutboundEvent last = Objects.requireNonNull(events.get((long) events.size()));
            assertThat(JsonObject.parse(last.detail()).requireObject("recording").requireString("presence"))
                    .as("media of %s as it was told last, by %s", id, last.change())
                    .isEqualTo(view.requireString("presence"));
        }
    }

    /** Who hears of a recording hears of its beginning and its outcome once each. */
    private void changes(String id, List<String> changes) {
        JsonObject view = view(id);
        boolean superseded = !view.strings("supersededBy").isEmpty();
        for (String once : List.of("STARTED", "ENDED", "FAILED")) {
            assertThat(changes.stream().filter(once::equals).count()).as("%s of %s", once, id).isLessThanOrEqualTo(1);
        }
        switch (Rank.valueOf(view.requireString("state"))) {
            case STARTING -> assertThat(changes).as("events of %s", id).isEmpty();
            case ACTIVE, STOPPING -> assertThat(changes).as("events of %s", id).contains("STARTED")
                    .doesNotContain("ENDED", "FAILED");
            case STOPPED -> assertThat(changes).as("events of %s", id).contains("STARTED", "ENDED")
                    .doesNotContain("FAILED");
            case FAILED -> {
                if (!superseded) {
                    assertThat(changes).as("events of %s", id).contains("FAILED");
                }
            }
        }
        truth.stream().filter(recording -> recording.id().equals(id)).forEach(recording -> {
            if (!recording.begun()) {
                assertThat(changes).as("events of %s, which never began", id).doesNotContain("STARTED", "ENDED");
            }
            if (recording.rank() != Rank.FAILED) {
                assertThat(changes).as("events of %s, which did not fail", id).doesNotContain("FAILED");
            }
        });
    }

    private void incidents() {
        Map<String, List<String>> linked = new HashMap<>();
        for (Item item : everything) {
            String partition = item.key().partition();
            if (partition.startsWith("incident-of.")) {
                linked.computeIfAbsent(partition.substring("incident-of.".length()), _ -> new ArrayList<>())
                        .add(item.key().sort());
            }
        }
        Set<String> failures = published.stream().filter(event -> event.change().name().equals("FAILED"))
                .map(event -> event.recording().text()).collect(Collectors.toSet());
        assertThat(linked.keySet()).as("recordings that are linked to an incident")
                .containsExactlyInAnyOrderElementsOf(failures);
        Map<String, Long> links = everything.stream().filter(item -> item.key().partition().startsWith("incident.")
                && item.key().sort().startsWith("recording."))
                .collect(Collectors.groupingBy(item -> item.key().partition() + opened(item.key().sort()),
                        Collectors.counting()));
        for (Item item : everything) {
            boolean incident = item.key().partition().startsWith("incident.")
                    && (item.key().sort().equals("current") || item.key().sort().startsWith("closed."));
            if (incident) {
                JsonObject it = JsonObject.parse(Rules.view(item));
                String opened = it.requireInstant("opened").toString();
                assertThat(it.integer("recordings").orElse(0)).as("recordings of %s", it.requireString("id"))
                        .isEqualTo(links.getOrDefault(item.key().partition() + opened, 0L));
            }
        }
        lostGrant(linked);
        linked.forEach((id, keys) -> assertThat(keys).as("incidents of %s", id).hasSize(1));
        truth.stream().filter(TrueRecording::denied).map(TrueRecording::id).filter(linked::containsKey)
                .forEach(id -> assertThat(linked.get(id)).as("incidents of %s, whose bucket lacked the grant", id)
                        .allMatch(key -> key.startsWith("policy-grant-lost.")));
    }

    /** The time in a key, which has three decimals. */
    private static String opened(String sort) {
        return Instant.parse(sort.substring("recording.".length(), "recording.".length() + 24)).toString();
    }

    /** Nothing but the lost grant is wrong with any stage, and nothing ever works: one incident for all that fail. */
    private void lostGrant(Map<String, List<String>> linked) {
        if (grants) {
            return;
        }
        Set<String> keys = linked.entrySet().stream().filter(entry -> entry.getKey().startsWith("participant."))
                .flatMap(entry -> entry.getValue().stream()).collect(Collectors.toSet());
        assertThat(keys).as("incidents of the lost grant").hasSizeLessThanOrEqualTo(1)
                .allMatch(key -> key.startsWith("policy-grant-lost."));
        if (!keys.isEmpty()) {
            assertThat(notices).as("messages to people").isNotEmpty();
        }
    }
}
