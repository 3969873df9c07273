package io.ivsorchestrator.tests.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.emulator.EmulatorService;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.local.emulator.control.Arguments;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/** The emulator as it is shipped, with its S3, a clock that is moved by hand, one bucket, and an AWS client of each API. */
final class EmulatorUnderTest implements AutoCloseable {
    static final String BUCKET = "acme-live-recordings";
    static final Instant START = Instant.parse("2026-03-07T09:00:00Z");

    final List<String> events = new CopyOnWriteArrayList<>();
    private final LocalS3 s3 = LocalS3.start();
    final EmulatorService service = EmulatorService.start(EmulatorSettings.manual(42, START), s3, events::add);
    final IvsClient ivs = LocalClients.ivs(service.endpoint());
    final IvsRealTimeClient realTime = LocalClients.ivsRealTime(service.endpoint());

    EmulatorUnderTest() {
        service.ensureBucket(BUCKET);
    }

    /** Says a command as the terminal does. */
    ObjectNode say(String line) {
        List<String> words = List.of(line.split(" "));
        return service.command(words.getFirst(), Arguments.of(words.subList(1, words.size())));
    }

    @Override
    public void close() {
        ivs.close();
        realTime.close();
        service.close();
        s3.close();
    }
}
