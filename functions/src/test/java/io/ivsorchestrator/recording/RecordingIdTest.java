package io.ivsorchestrator.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingIdTest {

    @Test
    void text_ofEachKind_joinsItsIds() {
        assertThat(new RecordingId.Channel("Kp3dQ9xTzL7m", "y6TgBn2HjMk8").text())
                .isEqualTo("channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
        assertThat(new RecordingId.UnrecordedStream("Kp3dQ9xTzL7m", "st-1A2b3C4d5E6f7G8").text())
                .isEqualTo("channel.Kp3dQ9xTzL7m.st-1A2b3C4d5E6f7G8");
        assertThat(
                new RecordingId.Participant("Wq8rT2yUi5Oa", "st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj", "2026-03-07T09-04-31Z")
                        .text())
                .isEqualTo("participant.Wq8rT2yUi5Oa.st-aB1cD2eF3gH4i.Nb7vC6xZ5lKj.2026-03-07T09-04-31Z");
        assertThat(new RecordingId.Composite("Zx9cV8bN7mQw", "Ty6uI5oP4aSd").text())
                .isEqualTo("composite.Zx9cV8bN7mQw.Ty6uI5oP4aSd");
    }

    @Test
    void parse_streamInPlaceOfARecording_isAnUnrecordedStream() {
        assertThat(RecordingId.parse("channel.Kp3dQ9xTzL7m.st-1A2b3C4d5E6f7G8"))
                .contains(new RecordingId.UnrecordedStream("Kp3dQ9xTzL7m", "st-1A2b3C4d5E6f7G8"));
    }

    @ParameterizedTest
    @CsvSource({"channel.c.r,CHANNEL", "channel.c.st-1,CHANNEL",
        "participant.s.st-1.p.2026-03-07T09-04-31Z,PARTICIPANT",
        "composite.c.d,COMPOSITE"})
    void kind_followsTheText(String text, RecordingKind kind) {
        assertThat(RecordingId.parse(text)).map(RecordingId::kind).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "channel", "channel.", "channel..", "channel.c", "channel.c.", "channel..r",
        "channel.c.r.x",
        "Channel.c.r", "participant.s.st-1.p", "participant.s.st-1.p.t.x", "composite.c", "composite.c.d.e",
        "stream.c.r", "channel.c/d.r", "channel.c.r ", " channel.c.r", "channel.c.r\n", "channel.ç.r", "channel3",
        "channel.%2e.r", "../channel.c.r"})
    void parse_foreignText_isEmpty(String text) {
        assertThat(RecordingId.parse(text)).isEmpty();
    }

    @Test
    void constructor_elementThatIsNoId_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.Channel("a.b", "r"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.Composite("c", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.Participant("s", "a/b", "p", "t"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.Channel("c", "r".repeat(129)));
    }

    @Test
    void constructor_streamAndRecordingInTheOthersPlace_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.Channel("c", "st-1"));
        assertThatIllegalArgumentException().isThrownBy(() -> new RecordingId.UnrecordedStream("c", "r"));
    }

    @Test
    void compareTo_ordersByText() {
        RecordingId channel = new RecordingId.Channel("c", "r");

        assertThat(channel.compareTo(new RecordingId.Composite("a", "a"))).isNegative();
        assertThat(channel.compareTo(new RecordingId.Channel("c", "q"))).isPositive();
        assertThat(channel.compareTo(new RecordingId.Channel("c", "r"))).isZero();
    }

    @Property
    void parse_textOfAnyId_isThatId(@ForAll("ids") RecordingId id) {
        assertThat(RecordingId.parse(id.text())).contains(id);
    }

    @Property
    void parse_anyText_isEmptyOrReadsBack(@ForAll String text) {
        assertThat(RecordingId.parse(text).map(RecordingId::text).orElse(text)).isEqualTo(text);
    }

    @Provide
    Arbitrary<RecordingId> ids() {
        StringArbitrary element = element();
        return Arbitraries.oneOf(
                Combinators.combine(element, element.filter(id -> !id.startsWith("st-"))).as(RecordingId.Channel::new),
                Combinators.combine(element, element.ofMaxLength(100).map(id -> "st-" + id))
                        .as(RecordingId.UnrecordedStream::new),
                Combinators.combine(element, element, element, element).as(RecordingId.Participant::new),
                Combinators.combine(element, element).as(RecordingId.Composite::new));
    }

    private static StringArbitrary element() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars('_', '-')
                .ofMinLength(1)
                .ofMaxLength(128);
    }
}
