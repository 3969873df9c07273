package io.ivsorchestrator.local.emulator.fault;

import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.emulator.fault.Fault.BucketFault;
import io.ivsorchestrator.local.emulator.fault.Fault.Effect;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads a fault from a command's arguments. */
public final class FaultReader {
    /** All kinds that there are. */
    public static final List<String> KINDS = List.of("lose-events", "delay-events", "repeat-events", "reorder-events",
            "recording-start-fails", "recording-breaks-off", "unsupported-codec", "calls-fail", "calls-throttled",
            "call-rates-limited", "bucket-deleted", "bucket-elsewhere", "grant-removed", "sse-kms", "object-writer",
            "pending-verification", "creation-fails");

    private final Arguments arguments;
    private final List<String> about;

    /** @param about what {@code channel}, {@code stage} and {@code user} among the arguments mean: ids */
    public FaultReader(Arguments arguments, List<String> about) {
        this.arguments = arguments;
        this.about = List.copyOf(about);
    }

    /** @throws ControlException if it makes no sense */
    public Fault read() {
        String kind = arguments.required("kind");
        return switch (kind) {
            case "lose-events" -> events(new Effect.Lose());
            case "delay-events" -> events(new Effect.Delay(arguments.duration("by").orElse(Duration.ofMinutes(5))));
            case "repeat-events" -> events(new Effect.Repeat(positive("times", 1)));
            case "reorder-events" -> events(new Effect.Reorder(positive("within", 10)));
            case "recording-start-fails" -> recordings(new RecordingFault.AtStart(cause(Cause.SERVICE_ERROR)));
            case "unsupported-codec" -> recordings(new RecordingFault.AtStart(Cause.CODEC_NOT_SUPPORTED));
            case "recording-breaks-off" -> recordings(breakingOff());
            case "calls-fail" -> new Fault.Calls(error(), arguments.text("operation"));
            case "calls-throttled" -> new Fault.Calls(ErrorType.THROTTLING, arguments.text("operation"));
            case "call-rates-limited" -> Fault.Account.CALL_RATES_LIMITED;
            case "pending-verification" -> Fault.Account.PENDING_VERIFICATION;
            case "creation-fails" -> Fault.Account.CREATION_FAILS;
            case "bucket-deleted" -> bucket(BucketFault.DELETED);
            case "bucket-elsewhere" -> bucket(BucketFault.ELSEWHERE);
            case "grant-removed" -> bucket(BucketFault.GRANT_REMOVED);
            case "sse-kms" -> bucket(BucketFault.SSE_KMS);
            case "object-writer" -> bucket(BucketFault.OBJECT_WRITER);
            default -> throw ControlException.invalid(
                    "there is no fault of kind " + kind + "; there are " + String.join(", ", KINDS));
        };
    }

    private Fault events(Effect effect) {
        return new Fault.Events(effect, new EventFilter(arguments.text("source"), arguments.text("type"),
                arguments.text("name"), about));
    }

    private Fault recordings(RecordingFault fault) {
        return new Fault.Recordings(fault, new RecordingFilter(arguments.choice("of", Recorded.Kind.class), about));
    }

    private RecordingFault breakingOff() {
        boolean metadata = arguments.flag("metadata", true);
        Cause cause = cause(Cause.SERVICE_ERROR);
        Optional<Duration> after = arguments.duration("after");
        int objects = arguments.number("objects", -1);
        if (after.isPresent() == objects >= 0) {
            throw ControlException
                    .invalid("say either after which time (after=2m) or after how many objects (objects=20)"
                            + " the recording breaks off");
        }
        return after.<RecordingFault>map(time -> new RecordingFault.AfterTime(time, cause, metadata))
                .orElseGet(() -> new RecordingFault.AfterObjects(objects, cause, metadata));
    }

    private Cause cause(Cause otherwise) {
        return arguments.choice("cause", Cause.class).orElse(otherwise);
    }

    private ErrorType error() {
        String name = arguments.text("error").orElse(ErrorType.INTERNAL_SERVER.wireName());
        return Arrays.stream(ErrorType.values()).filter(type -> type.wireName().equals(name)).findFirst()
                .orElseThrow(() -> ControlException.invalid("error must be one of " + String.join(", ",
                        Arrays.stream(ErrorType.values()).map(ErrorType::wireName).toList()) + ", not \"" + name
                        + "\""));
    }

    private Fault bucket(BucketFault what) {
        return new Fault.Bucket(what, arguments.required("bucket"));
    }

    private int positive(String name, int otherwise) {
        int number = arguments.number(name, otherwise);
        if (number < 1) {
            throw ControlException.invalid(name + " must be at least 1, not " + number);
        }
        return number;
    }
}
