package io.ivsorchestrator.coldstart;

import io.ivsorchestrator.local.lambda.FunctionProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What helps the JVM to start. */
enum Variant {
    /** Not even the JDK's own archive of its classes. */
    NO_SHARING("without class-data sharing"),
    /** As Lambda starts a function. */
    PLAIN("plain"),
    /** With classes loaded and linked in a training run (JEP 483, 514, 515). */
    AOT_CACHE("with an AOT cache"),
    /** Initialized ahead of events, as for SnapStart's snapshot; this project's functions rehearse then. */
    AHEAD("initialized ahead");

    private final String label;

    Variant(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    List<String> options(Path cache) {
        List<String> options = new ArrayList<>(FunctionProcess.AS_DEPLOYED);
        switch (this) {
            case NO_SHARING -> options.add("-Xshare:off");
            case PLAIN, AHEAD -> options.add("-Xshare:auto");
            case AOT_CACHE -> options.add("-XX:AOTCache=" + cache);
        }
        return options;
    }

    /** Of the function, as Lambda would say. */
    String initialization() {
        return switch (this) {
            case NO_SHARING, PLAIN, AOT_CACHE -> "on-demand";
            case AHEAD -> "snap-start";
        };
    }
}
