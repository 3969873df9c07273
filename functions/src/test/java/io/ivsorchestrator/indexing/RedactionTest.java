package io.ivsorchestrator.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void redact_tokensAndStreamKeys_areRemoved() {
        assertThat(Redaction.redact("{\"token\": \"eyJ.abc\", \"streamKey\":{\"arn\":\"a\",\"value\":\"sk_live\"}}"))
                .isEqualTo("{\"token\": \"[redacted]\", \"streamKey\":{\"arn\":\"a\",\"value\":\"[redacted]\"}}");
    }

    @Test
    void redact_escapedQuotesAndCutText_areRemovedToTheEnd() {
        assertThat(Redaction.redact("{\"token\":\"a\\\"b\",\"x\":1,\"passphrase\":\"never clos"))
                .isEqualTo("{\"token\":\"[redacted]\",\"x\":1,\"passphrase\":\"[redacted]\"");
    }

    @Test
    void redact_jsonWithinJsonArraysAndOtherNames_areRemoved() {
        assertThat(Redaction.redact("{\"m\":\"{\\\"token\\\":\\\"SECRET\\\",\\\"x\\\":1}\",\"token\":[\"SECRET\"],"
                + "\"participant_token\":\"SECRET\"}")).doesNotContain("SECRET").contains("\\\"x\\\":1");
    }

    @Test
    void redact_everythingElse_stays() {
        String event = "{\"detail\":{\"participant_id\":\"p\",\"previous_token\":{\"user_id\":\"u\"}}}";

        assertThat(Redaction.redact(event)).isEqualTo(event);
    }
}
