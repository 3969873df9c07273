package io.ivsorchestrator.local.emulator.scenario;

import java.io.Serial;
import java.util.List;

/** A scenario cannot be read; names every wrong line. */
public final class ScenarioException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ScenarioException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
