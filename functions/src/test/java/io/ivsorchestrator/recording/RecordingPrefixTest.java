package io.ivsorchestrator.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingPrefixTest {

    @Test
    void parse_channelPrefix_givesChannelRecordingAndMinute() {
        String prefix = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";

        RecordingPrefix parsed = RecordingPrefix.parse(prefix).orElseThrow();

        assertThat(parsed.value()).isEqualTo(prefix);
        assertThat(parsed.id()).isEqualTo(new RecordingId.Channel("Kp3dQ9xTzL7m", "y6TgBn2HjMk8"));
        assertThat(parsed.startedAt()).contains(Instant.parse("2026-03-07T09:04:00Z"));
    }

    @Test
    void parse_participantPrefix_givesFirstSessionAndSecond() {
        RecordingPrefix parsed = RecordingPrefix
                .parse("Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z")
                .orElseThrow();

        assertThat(parsed.id()).isEqualTo(
                new RecordingId.Participant("Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj",
                        "2026-03-07T09-04-31Z"));
        assertThat(parsed.startedAt()).contains(Instant.parse("2026-03-07T09:04:31Z"));
    }

    @Test
    void parse_participantPrefixSeenInTheWild_isRead() {
        assertThat(RecordingPrefix.parse("verG9X1DAwQB/st-1delmaMyFiUE2/E8uksaom734c/2026-06-05T03-27-32Z"))
                .map(parsed -> parsed.id().text())
                .contains("participant.verG9X1DAwQB.st-1delmaMyFiUE2.E8uksaom734c.2026-06-05T03-27-32Z");
    }

    @Test
    void parse_participantIdWithUnderscoreOrHyphen_isRead() {
        assertThat(RecordingPrefix.parse("Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/N_7v-6xZ5_/2026-03-07T09-04-31Z"))
                .map(RecordingPrefix::id)
                .contains(new RecordingId.Participant("Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i", "N_7v-6xZ5_",
                        "2026-03-07T09-04-31Z"));
    }

    @Test
    void parse_compositePrefix_usesSecondAndThirdElement() {
        RecordingPrefix parsed = RecordingPrefix.parse("oP1iU2yT3rEw/Zx9cV8bN7mQw/Ty6uI5oP4aSd/composite")
                .orElseThrow();

        assertThat(parsed.id()).isEqualTo(new RecordingId.Composite("Zx9cV8bN7mQw", "Ty6uI5oP4aSd"));
        assertThat(parsed.startedAt()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2022/2/24/7/28,2022-02-24T07:28:00Z", "2022/4/11/2/5,2022-04-11T02:05:00Z",
        "2020/6/23/20/12,2020-06-23T20:12:00Z", "2021/4/20/12/03,2021-04-20T12:03:00Z",
        "2024/01/01/00/00,2024-01-01T00:00:00Z", "2024/2/29/0/0,2024-02-29T00:00:00Z",
        "2026/0003/7/9/4,2026-03-07T09:04:00Z"})
    void parse_channelDatePaddedOrNot_isTheSameMinute(String date, Instant minute) {
        assertThat(RecordingPrefix.parse("ivs/v1/123456789012/Kp3dQ9xTzL7m/" + date + "/y6TgBn2HjMk8"))
                .hasValueSatisfying(parsed -> {
                    assertThat(parsed.startedAt()).contains(minute);
                    assertThat(parsed.id().text()).isEqualTo("channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026/13/1/0/0", "2026/0/1/0/0", "2026/2/30/0/0", "2026/2/29/0/0", "2026/3/0/0/0",
        "2026/3/32/0/0",
        "2026/3/7/24/0", "2026/3/7/9/60", "2026/3/7/9/-4", "2026/-3/7/9/4", "-2026/3/7/9/4", "20260/3/7/9/4",
        "2026/3/7/9/x", "2026/March/7/9/4", "2026/3/7/9/00004"})
    void parse_impossibleChannelDate_isEmpty(String date) {
        assertThat(RecordingPrefix.parse("ivs/v1/123456789012/Kp3dQ9xTzL7m/" + date + "/y6TgBn2HjMk8")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-07T09-04-31Z", "2026-02-30T09-04-31Z", "2026-02-29T09-04-31Z",
        "2026-04-31T09-04-31Z",
        "2026-03-07T24-00-00Z", "2026-03-07T09-60-31Z", "2026-03-07T09-04-60Z", "-2026-03-07T09-04-31Z",
        "12026-03-07T09-04-31Z", "2026-3-7T9-4-31Z", "2026-03-07T09-04-31", "2026-03-07", "composites", "Composite"})
    void parse_impossibleParticipantTime_isEmpty(String time) {
        assertThat(RecordingPrefix.parse("Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/" + time)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8",
        "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/",
        "ivs/v1/123456789012//Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8",
        "/Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/",
        "oP1iU2yT3rEw/Zx9cV8bN7mQw/Ty6uI5oP4aSd/composite/"})
    void parse_slashAtAnEndOrTwice_isEmpty(String prefix) {
        assertThat(RecordingPrefix.parse(prefix)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a", "a/b/c/d", "a/b/c", "ivs/v1", "ivs/v2/123456789012/c/2026/3/7/9/4/r",
        "IVS/v1/123456789012/c/2026/3/7/9/4/r", "ivs/v1/123456789012/c/2026/3/7/9/4",
        "ivs/v1/123456789012/c/2026/3/7/9/4/r/media", "ivs/v1/123456789012/c/2026/3/7/9/4/a b",
        "ivs/v1/123456789012/../2026/3/7/9/4/r", "a/b/c/d/composite", "logs/2026/03/07",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj", "s/st-1/p:q/2026-03-07T09-04-31Z"})
    void parse_foreignPrefix_isEmpty(String prefix) {
        assertThat(RecordingPrefix.parse(prefix)).isEmpty();
    }

    @Test
    void parse_channelPrefixThatEndsInAStreamId_isEmpty() {
        assertThat(RecordingPrefix.parse("ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/st-1A2b3C4d5E6f7G8")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8",
        "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z",
        "oP1iU2yT3rEw/Zx9cV8bN7mQw/Ty6uI5oP4aSd/composite"})
    void parse_prefixOfAnEventAndOfAnObjectKey_givesTheSameId(String eventPrefix) {
        for (MetadataFile file : MetadataFile.values()) {
            String key = new S3Location("recordings", eventPrefix).key(file.path());

            assertThat(MetadataFile.of(key).map(MetadataFile.Key::prefix).flatMap(RecordingPrefix::parse))
                    .isPresent()
                    .isEqualTo(RecordingPrefix.parse(eventPrefix));
        }
    }

    @Property
    void parse_everyMinuteOfTheCentury_isReadBack(@ForAll @IntRange(min = 0, max = 52_000_000) int minutes) {
        LocalDateTime time = LocalDateTime.of(2000, 1, 1, 0, 0).plusMinutes(minutes);
        String prefix = String.format(Locale.ROOT, "ivs/v1/123456789012/c/%d/%d/%d/%d/%d/r", time.getYear(),
                time.getMonthValue(), time.getDayOfMonth(), time.getHour(), time.getMinute());

        assertThat(RecordingPrefix.parse(prefix).flatMap(RecordingPrefix::startedAt))
                .contains(time.toInstant(ZoneOffset.UTC));
    }

    @Property
    void parse_anyText_neverThrows(@ForAll String text) {
        assertThat(RecordingPrefix.parse(text)).isEmpty();
    }
}
