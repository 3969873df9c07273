package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.emulator.fault.EventRelay;
import io.ivsorchestrator.local.emulator.fault.Switchboard;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.studio.Studio;

/** The parts of a running emulator that commands work on. */
record Stand(
        EmulatorSettings settings,
        IvsEmulator ivs,
        Studio studio,
        S3Buckets buckets,
        Switchboard faults,
        EventRelay relay,
        Agenda agenda) {}
