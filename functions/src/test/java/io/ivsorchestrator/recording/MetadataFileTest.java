package io.ivsorchestrator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataFileTest {
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";

    @ParameterizedTest
    @CsvSource({"recording-started.json,STARTED,ACTIVE", "recording-ended.json,ENDED,STOPPED",
        "recording-failed.json,FAILED,FAILED"})
    void of_metadataKey_givesFileStateAndPrefix(String name, MetadataFile file, RecordingState state) {
        assertThat(MetadataFile.of(PREFIX + "/events/" + name)).contains(new MetadataFile.Key(file, PREFIX));
        assertThat(file.path()).isEqualTo("events/" + name);
        assertThat(file.state()).isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", PREFIX, PREFIX + "/events/", PREFIX + "/events/ivs-check",
        PREFIX + "/events/recording_ended.json", PREFIX + "/event/recording-ended.json",
        PREFIX + "/events/recording-ended.json/", PREFIX + "/events/recording-ended.json.bak",
        PREFIX + "/events/Recording-Ended.json", PREFIX + "/events/recording-end.json",
        PREFIX + "/media/hls/master.m3u8", PREFIX + "-events/recording-ended.json", "recording-ended.json"})
    void of_otherKey_isEmpty(String key) {
        assertThat(MetadataFile.of(key)).isEmpty();
    }

    @Test
    void of_metadataKeyWithoutPrefix_isEmpty() {
        assertThat(MetadataFile.of("events/recording-ended.json")).isEmpty();
    }

    @Test
    void of_metadataNameBelowAForeignPrefix_givesThatPrefixForTheCallerToJudge() {
        assertThat(MetadataFile.of("backup/copy/events/recording-ended.json"))
                .contains(new MetadataFile.Key(MetadataFile.ENDED, "backup/copy"));
        assertThat(RecordingPrefix.parse("backup/copy")).isEmpty();
    }
}
