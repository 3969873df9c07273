package io.ivsorchestrator.local.emulator.control;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the emulator can be told, over HTTP, from the terminal and in scenarios alike. */
public enum Command {
    STATUS("", "where it listens, its time, what became of events"), CLOCK("[by=<time>|to=<instant>]",
            "tell the time, or move a clock that is moved by hand"), BUCKET("name=<bucket> [region=<region>]",
                    "there shall be a bucket"), CHANNEL(
                            "name=<name> [bucket=<bucket>] [window=<time>] [thumbnails=<time>|off] [renditions=all|none|<list>]"
                                    + " [resolution=<list>] [type=<type>]",
                            "there shall be a channel, recorded to a bucket if one is named"), STAGE(
                                    "name=<name> [bucket=<bucket>] [window=<time>] [thumbnails=<time>|off] [media=audio-video|audio-only|none]"
                                            + " [segment=<time>]",
                                    "there shall be a stage, its participants recorded if a bucket is named"), START_STREAM(
                                            "channel=<name or ARN> [for=<time>] [width=] [height=] [bitrate=] [framerate=]",
                                            "an encoder begins to stream"), END_STREAM("channel=",
                                                    "the encoder is gone"), FAIL_STREAM("channel=",
                                                            "IVS has no capacity for the stream"), JOIN(
                                                                    "stage=<name or ARN> user=<id>|participant=<id>",
                                                                    "somebody comes to a stage; participant: of a token made by the API"), PUBLISH(
                                                                            "stage= user=|participant= [for=<time>]",
                                                                            "somebody begins to publish; a user who is not there joins first"), UNPUBLISH(
                                                                                    "stage= user=|participant=",
                                                                                    "somebody ceases to publish"), LEAVE(
                                                                                            "stage= user=|participant=",
                                                                                            "somebody goes"), START_COMPOSITION(
                                                                                                    "stage= bucket=<bucket> [channel=] [for=<time>] [thumbnails=<time>]",
                                                                                                    "the stage is composed and recorded"), STOP_COMPOSITION(
                                                                                                            "composition=<ARN>",
                                                                                                            "the composition stops"), FAULT(
                                                                                                                    "kind=<kind> [rate=<share>] [most=<number>] [channel=|stage=|user=|about=<text>] ...",
                                                                                                                    "switch a fault on; the guide lists the kinds"), MEND(
                                                                                                                            "fault=<id>|all",
                                                                                                                            "switch a fault off"), FAULTS(
                                                                                                                                    "",
                                                                                                                                    "the faults that are on"), RECORDINGS(
                                                                                                                                            "",
                                                                                                                                            "the truth: what was recorded or should have been"), FLUSH(
                                                                                                                                                    "",
                                                                                                                                                    "deliver the events that are held back"), PLAY(
                                                                                                                                                            "scenario=<text> [file=<name>]",
                                                                                                                                                            "play a scenario"), STOP(
                                                                                                                                                                    "",
                                                                                                                                                                    "stop the emulator");

    private final String synopsis;
    private final String purpose;

    Command(String synopsis, String purpose) {
        this.synopsis = synopsis;
        this.purpose = purpose;
    }

    /** As it is written: {@code start-stream}. */
    public String written() {
        return Arguments.written(this);
    }

    /** Its arguments. */
    public String synopsis() {
        return synopsis;
    }

    public String purpose() {
        return purpose;
    }

    /** Whether it changes nothing, so that GET will do. */
    public boolean readOnly() {
        return switch (this) {
            case STATUS, FAULTS, RECORDINGS -> true;
            case CLOCK, BUCKET, CHANNEL, STAGE, START_STREAM, END_STREAM, FAIL_STREAM, JOIN, PUBLISH, UNPUBLISH, LEAVE,
                    START_COMPOSITION, STOP_COMPOSITION, FAULT, MEND, FLUSH, PLAY, STOP -> false;
        };
    }

    public static Optional<Command> named(String written) {
        return Arrays.stream(values()).filter(command -> command.written().equals(written)).findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Command::written).toList();
    }
}
