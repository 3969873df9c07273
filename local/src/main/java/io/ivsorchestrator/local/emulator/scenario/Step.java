package io.ivsorchestrator.local.emulator.scenario;

import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import java.time.Duration;

/**
 * A line of a scenario.
 *
 * @param place file and line
 * @param at after the beginning
 */
public record Step(String place, Duration at, Command command, Arguments arguments) {}
