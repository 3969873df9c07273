package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.account.Timings;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.ObjectSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What channels, stages and compositions share: the account, where events and objects go, and what is true. */
final class Equipment {
    private final IvsAccount account;
    private final MediaPlane mediaPlane;
    private final ObjectSink objects;
    private final MediaLibrary library;
    private final Consumer<String> events;
    private final RecordingFaults faults;
    private final IvsEventJson json;
    private final BucketAccess access;
    private final AtomicLong sequence = new AtomicLong();
    private final List<Supplier<Recorded>> truth = new ArrayList<>();

    Equipment(
            IvsAccount account,
            ObjectSink objects,
            MediaLibrary library,
            Consumer<String> events,
            RecordingFaults faults) {
        this.account = account;
        this.mediaPlane = new MediaPlane(account);
        this.objects = objects;
        this.library = library;
        this.events = events;
        this.faults = faults;
        this.json = new IvsEventJson(account.settings().accountId(), account.settings().region(),
                account.ids()::uuid);
        this.access = new BucketAccess(account.buckets(), account.settings().region());
    }

    IvsAccount account() {
        return account;
    }

    MediaPlane mediaPlane() {
        return mediaPlane;
    }

    Timings timings() {
        return account.settings().timings();
    }

    IvsEventJson json() {
        return json;
    }

    BucketAccess access() {
        return access;
    }

    void tell(String event) {
        events.accept(event);
    }

    RecordingFault faultOf(Recorded recording) {
        return faults.of(recording);
    }

    /** @param obstacle what about the bucket makes recording impossible just now */
    Tape tape(RecordingFault fault, Supplier<Optional<Cause>> obstacle) {
        var announced = new AnnouncedObjects(objects, json, this::sequencer, events);
        return new Tape(announced, library, fault, obstacle);
    }

    void remember(Supplier<Recorded> recording) {
        truth.add(recording);
    }

    List<Recorded> truth() {
        return truth.stream().map(Supplier::get).toList();
    }

    private String sequencer() {
        return "%018X".formatted(sequence.incrementAndGet());
    }
}
