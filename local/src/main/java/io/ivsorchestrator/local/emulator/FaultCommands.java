package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.fault.Fault;
import io.ivsorchestrator.local.emulator.fault.FaultReader;
import io.ivsorchestrator.local.emulator.fault.Switchboard;
import io.ivsorchestrator.local.ivs.account.BucketStore.Encryption;
import io.ivsorchestrator.local.ivs.account.BucketStore.Ownership;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Switches faults on and off. Those of buckets and of the account change what is, and are undone. */
final class FaultCommands {
    private static final String FAR_AWAY = "ap-south-1";
    private static final String FARTHER_AWAY = "eu-west-1";

    private final Stand stand;
    private final Names names;
    private final Map<String, Runnable> undo = new HashMap<>();

    FaultCommands(Stand stand, Names names) {
        this.stand = stand;
        this.names = names;
    }

    ObjectNode on(Arguments arguments) {
        double rate = arguments.rate("rate", 1);
        int most = arguments.number("most", -1);
        Fault fault = new FaultReader(arguments, about(arguments)).read();
        arguments.requireAllKnown();
        Runnable restore = switch (fault) {
            case Fault.Bucket(var what, var bucket) -> strike(what, bucket);
            case Fault.Account account -> behave(account);
            case Fault.Events _,Fault.Recordings _,Fault.Calls _ -> () -> {};
        };
        Switchboard.Active active = stand.faults().on(fault, rate, most, arguments.json());
        undo.put(active.id(), restore);
        return active.json();
    }

    /** What events and recordings of these call them. */
    private List<String> about(Arguments arguments) {
        List<String> about = new ArrayList<>();
        arguments.text("about").ifPresent(about::add);
        arguments.text("channel").ifPresent(_ -> about.add(Names.lastPart(names.channel(arguments))));
        arguments.text("user").ifPresentOrElse(user -> {
            about.add(user);
            names.known(arguments, names.stage(arguments)).ifPresent(about::add);
        }, () -> arguments.text("stage").ifPresent(_ -> about.add(Names.lastPart(names.stage(arguments)))));
        return about;
    }

    private Runnable strike(Fault.BucketFault what, String bucket) {
        S3Buckets buckets = stand.buckets();
        if (!buckets.exists(bucket)) {
            throw ControlException.missing("there is no bucket " + bucket);
        }
        String region = buckets.region(bucket);
        return switch (what) {
            case DELETED -> {
                buckets.delete(bucket);
                yield () -> buckets.ensure(bucket);
            }
            case ELSEWHERE -> {
                buckets.move(bucket, region.equals(FAR_AWAY) ? FARTHER_AWAY : FAR_AWAY);
                yield () -> buckets.move(bucket, region);
            }
            case GRANT_REMOVED -> {
                var policy = buckets.policy(bucket);
                buckets.removeGrant(bucket);
                yield () -> policy.ifPresent(before -> buckets.putPolicy(bucket, before));
            }
            case SSE_KMS -> {
                buckets.encrypt(bucket, Encryption.SSE_KMS);
                yield () -> buckets.encrypt(bucket, Encryption.SSE_S3);
            }
            case OBJECT_WRITER -> {
                buckets.own(bucket, Ownership.OBJECT_WRITER);
                yield () -> buckets.own(bucket, Ownership.BUCKET_OWNER_ENFORCED);
            }
        };
    }

    private Runnable behave(Fault.Account how) {
        set(how, true);
        return () -> set(how, false);
    }

    private void set(Fault.Account how, boolean on) {
        stand.ivs().reconfigure(settings -> switch (how) {
            case PENDING_VERIFICATION -> settings.withVerified(!on);
            case CALL_RATES_LIMITED -> settings.withCallRatesLimited(on);
            case CREATION_FAILS -> settings.withCreationFailing(on);
        });
    }

    ObjectNode off(Arguments arguments) {
        String id = arguments.required("fault");
        arguments.requireAllKnown();
        List<String> ids = id.equals("all")
                ? stand.faults().active().reversed().stream().map(Switchboard.Active::id).toList()
                : List.of(id);
        ObjectNode mended = object();
        for (String one : ids) {
            mended.withArray("mended").add(stand.faults().off(one).json());
            Optional.ofNullable(undo.remove(one)).ifPresent(Runnable::run);
        }
        return mended;
    }

    ObjectNode list(Arguments arguments) {
        arguments.requireAllKnown();
        ObjectNode faults = object();
        faults.putArray("faults");
        stand.faults().active().forEach(active -> faults.withArray("faults").add(active.json()));
        return faults;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
