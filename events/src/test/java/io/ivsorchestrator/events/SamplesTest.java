package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void names_always_listEveryFileAndNoOther() throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(Samples.class.getResource("/samples")).toURI());
        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> root.relativize(file).toString().replace(".json", ""))
                    .sorted()
                    .toList();
            assertThat(Samples.names()).isEqualTo(found);
        }
    }

    @Test
    void names_ofKind_areThoseOfTheFolder() {
        assertThat(Samples.names("ad-break")).containsExactly("ad-break/ad-break-inserted");
        assertThat(Samples.names("stream")).hasSize(8).allMatch(name -> name.startsWith("stream/"));
    }

    @Test
    void json_ofEverySample_hasAnIdOfItsOwn() {
        assertThat(Samples.names().stream().map(name -> EventDecoder.decode(Samples.json(name)).envelope().id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void json_ofUnknownName_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Samples.json("stream/none"))
                .withMessage("no sample stream/none.json; samples/index.txt lists those that exist");
    }

    @Test
    void payload_unchanged_writesTheSameDocument() {
        for (String name : Samples.names()) {
            assertThat(EventDecoder.decode(Payload.of(name).json())).isEqualTo(EventDecoder.decode(Samples.json(name)));
        }
    }

    @Test
    void payload_edited_changesJustThat() {
        Payload payload = Payload.parse("""
                {"a":{"b":[1,"x"]},"c":true}""");

        assertThat(payload.with("a.b.1", "\"").json()).isEqualTo("""
                {"a":{"b":[1,"\\""]},"c":true}""");
        assertThat(payload.without("a.b.0").json()).isEqualTo("""
                {"a":{"b":["x"]},"c":true}""");
        assertThat(payload.withJson("d.e", "null").without("a").json()).isEqualTo("""
                {"c":true,"d":{"e":null}}""");
        assertThat(payload.paths()).containsExactly("a", "a.b", "a.b.0", "a.b.1", "c");
    }
}
