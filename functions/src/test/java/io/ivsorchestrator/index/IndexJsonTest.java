package io.ivsorchestrator.index;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Histories;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the table keeps reads back as what it was. */
class IndexJsonTest {
    private static final RecordingId ID = idOf(CHANNEL_LOCATION);

    @Provide
    Arbitrary<List<Evidence>> facts() {
        return EvidenceArbitraries.anyEvidence().list().ofMinSize(1).ofMaxSize(12);
    }

    @Property
    void read_anyFacts_areAsWritten(@ForAll("facts") List<Evidence> evidence) {
        Facts facts = Facts.of(evidence);

        assertThat(EvidenceJson.read(EvidenceJson.write(facts))).isEqualTo(facts);
    }

    @Property
    void read_anySummary_isAsWritten(@ForAll("facts") List<Evidence> evidence) {
        RecordingSummary summary = Recording.of(ID).join(evidence).summary();

        assertThat(SummaryJson.read(SummaryJson.write(summary))).isEqualTo(summary);
    }

    static List<Histories.History> histories() {
        return Histories.all();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void read_factsOfAHistory_areAsWritten(Histories.History history) {
        Facts facts = Facts.of(history.facts());

        assertThat(EvidenceJson.read(EvidenceJson.write(facts))).isEqualTo(facts);
    }

    @Test
    void read_noFacts_areNone() {
        assertThat(EvidenceJson.read(EvidenceJson.write(Facts.NONE))).isEqualTo(Facts.NONE);
    }

    @Test
    void read_superseded_isAsWritten() {
        Facts facts = Facts.of(List.of(new Evidence.Superseded(new RecordingId.UnrecordedStream("c", "st-1"),
                Instant.EPOCH, new RecordingId.Channel("c", "r"), "s")));

        assertThat(EvidenceJson.read(EvidenceJson.write(facts))).isEqualTo(facts);
    }

    @Test
    void read_mediaOfEveryShape_isAsWritten() {
        Media media = new Media(
                Optional.of(new Media.Hls("media/hls", "master.m3u8", Optional.of("byte-range-multivariant.m3u8"),
                        Optional.empty(),
                        List.of(new Media.Rendition("720p30", "playlist.m3u8", Optional.of("byte-range-variant.m3u8"),
                                OptionalInt.of(1280), OptionalInt.of(720)),
                                new Media.Rendition("audio_only", "playlist.m3u8", Optional.empty(),
                                        OptionalInt.empty(), OptionalInt.empty())))),
                Optional.of(new Media.Thumbnails("media/thumbnails", OptionalInt.of(1280), OptionalInt.of(720),
                        List.of())),
                Optional.of(new Media.Thumbnails("media/latest_thumbnail", OptionalInt.empty(), OptionalInt.empty(),
                        List.of(new Media.Variant("high", OptionalInt.empty(), OptionalInt.empty()),
                                new Media.Variant("1280x720", OptionalInt.of(1280), OptionalInt.of(720))))));
        Facts facts = Facts.of(List.of(found(media), unread("")));

        assertThat(EvidenceJson.read(EvidenceJson.write(facts))).isEqualTo(facts);
        RecordingSummary summary = new Recording(ID, facts).summary();
        assertThat(SummaryJson.read(SummaryJson.write(summary))).isEqualTo(summary);
    }

    @Property
    void read_anyWords_areAsWritten(@ForAll String words) {
        Facts facts = Facts.of(List.of(unread(words)));

        assertThat(EvidenceJson.read(EvidenceJson.write(facts))).isEqualTo(facts);
    }

    private static Evidence found(Media media) {
        return new Evidence.MetadataFound(ID, Instant.EPOCH, MetadataFile.ENDED, CHANNEL_LOCATION,
                new Metadata(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                        Optional.empty(), Optional.empty(), media));
    }

    private static Evidence unread(String detail) {
        Evidence.MetadataUnread unread = anUnread(CHANNEL_LOCATION, MetadataFile.STARTED,
                Evidence.UnreadReason.MALFORMED);
        return new Evidence.MetadataUnread(unread.subject(), unread.time(), unread.file(), unread.location(),
                unread.reason(), detail);
    }
}
