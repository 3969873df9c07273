package io.ivsorchestrator.local.laptop;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells on standard error what is being done when it takes longer than a person likes to wait without a word. */
final class Progress {
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final PrintStream out;
    private final LongSupplier nanoTime;
    private String what = "";
    private int all;
    private int done;
    private long last;

    Progress(PrintStream out, LongSupplier nanoTime) {
        this.out = out;
        this.nanoTime = nanoTime;
    }

    void say(String message) {
        out.println(message);
        last = nanoTime.getAsLong();
    }

    void start(String things, int number) {
        what = things;
        all = number;
        done = 0;
        last = nanoTime.getAsLong();
    }

    void step() {
        done++;
        if (nanoTime.getAsLong() - last >= SILENCE.toNanos()) {
            say("  " + done + " of " + all + " " + what);
        }
    }

    void done(String summary) {
        say("  read " + summary);
    }
}
