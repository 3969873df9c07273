package io.ivsorchestrator.events;

import java.time.Instant;
import java.util.List;

/** The envelopes of the sample events. */
final class Expected {
    private Expected() {
    }

    static Envelope ivs(String id, String detailType, String time, String... resources) {
        return new Envelope(id, detailType, "aws.ivs", "123456789012", Instant.parse(time), "us-west-2",
                List.of(resources));
    }

    static Envelope s3(String number, String detailType, String time) {
        return new Envelope(id(number), detailType, "aws.s3", "123456789012", Instant.parse(time), "us-west-2",
                List.of("arn:aws:s3:::acme-live-recordings-usw2"));
    }

    /** @param number four digits by which the samples of AWS's own events are told apart */
    static String id(String number) {
        return "7c1e" + number + "-5b1a-4f0e-9a77-2d9f0c3b" + number;
    }
}
