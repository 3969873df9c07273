package io.ivsorchestrator.local.laptop;

import java.util.Optional;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/** A feature's clients of the IVS emulator, open as long as the laptop runs. */
record IvsClients(IvsClient ivs, IvsRealTimeClient realTime) implements Companion {
    @Override
    public Optional<String> announcement() {
        return Optional.empty();
    }

    @Override
    public boolean idle() {
        return true;
    }

    @Override
    public void close() {
        ivs.close();
        realTime.close();
    }
}
