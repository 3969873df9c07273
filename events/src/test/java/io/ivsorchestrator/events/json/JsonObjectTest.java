package io.ivsorchestrator.events.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void string_ofScalars_isTheirText() {
        JsonObject json = JsonObject.parse("""
                {"text":"a","number":1.50,"yes":true,"nothing":null,"empty":""}""");

        assertThat(json.string("text")).contains("a");
        assertThat(json.string("number")).contains("1.50");
        assertThat(json.string("yes")).contains("true");
        assertThat(json.string("nothing")).isEmpty();
        assertThat(json.string("empty")).isEmpty();
        assertThat(json.string("other")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-0, 0", "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808", "1e3, 1000", "12.0, 12", "0e999999999, 0"})
    void integer_wholeNumber_isRead(String text, long value) {
        assertThat(JsonObject.parse("{\"n\":" + text + "}").integer("n")).hasValue(value);
        assertThat(JsonObject.parse("{\"n\":\"" + text + "\"}").integer("n")).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "9223372036854775808", "0.1", "\"1e2147483647\"",
        "\"1e-2147483648\"", "\"ten\"", "true", "1000000000000000000000000000000000000000000000000000"})
    void integer_anythingElse_isBroken(String value) {
        assertBroken(() -> JsonObject.parse("{\"n\":" + value + "}").integer("n"), "$.n");
    }

    @Test
    void paths_ofNestedValues_areExact() {
        JsonObject json = JsonObject.parse("""
                {"a":{"list":[{"b":{"c":[1,[2,{"d":1}]]}},{"e":null}]}}""");
        JsonObject first = json.requireObject("a").objects("list").getFirst();

        assertThat(json.path()).isEqualTo("$");
        assertThat(first.path()).isEqualTo("$.a.list[0]");
        assertThat(first.path("b")).isEqualTo("$.a.list[0].b");
        assertBroken(() -> first.requireObject("b").strings("c"), "$.a.list[0].b.c[1]");
        assertBroken(() -> json.requireObject("a").objects("list").get(1).requireString("e"), "$.a.list[1].e");
    }

    @Test
    void objects_elementOfOtherType_isBrokenThere() {
        assertBroken(() -> JsonObject.parse("{\"a\":[{},null,1]}").objects("a"), "$.a[2]");
    }

    @Test
    void strings_nullAndEmpty_areLeftOut() {
        assertThat(JsonObject.parse("{\"a\":[\"x\",null,\"\",1,true]}").strings("a")).containsExactly("x", "1", "true");
        assertThat(JsonObject.parse("{\"a\":null}").strings("a")).isEmpty();
    }

    @Test
    void stringMap_values_areTexts() {
        JsonObject json = JsonObject.parse("{\"a\":{\"x\":\"1\",\"y\":null,\"z\":2}}");

        assertThat(json.stringMap("a")).containsEntry("x", "1").containsEntry("y", "").containsEntry("z", "2");
        assertBroken(() -> JsonObject.parse("{\"a\":{\"x\":[]}}").stringMap("a"), "$.a.x");
    }

    @Test
    void member_repeated_lastCounts() {
        assertThat(JsonObject.parse("{\"a\":1,\"a\":2}").integer("a")).hasValue(2);
    }

    @Test
    void names_always_areReadOnly() {
        assertThat(JsonObject.parse("{\"b\":1,\"a\":2}").names()).containsExactly("b", "a").isUnmodifiable();
    }

    @Test
    void instant_withOffset_isReadAsUtc() {
        assertThat(JsonObject.parse("{\"t\":\"2026-03-07T10:04:36+01:00\"}").requireInstant("t"))
                .isEqualTo(Instant.parse("2026-03-07T09:04:36Z"));
    }

    @Test
    void toString_ofObject_showsNoValue() {
        assertThat(JsonObject.parse("{\"token\":\"secret\"}")).hasToString("$[token]");
    }

    @Test
    void equals_sameMembersElsewhere_isTrue() {
        JsonObject json = JsonObject.parse("{\"a\":{\"x\":[1,null]},\"b\":{\"x\":[1,null]},\"c\":{\"x\":[1.0,null]}}");

        assertThat(json.requireObject("a")).isEqualTo(json.requireObject("b"))
                .hasSameHashCodeAs(json.requireObject("b"))
                .isNotEqualTo(json.requireObject("c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "{'a':1}", "{\"a\":01}", "{\"a\":NaN}",
        "{\"a\":\"\n\"}", "{\"a\":[1}", "{\"a\":1}}", "{\"a\":1} x", "// c\n{}"})
    void parse_malformed_isBrokenAtTheRoot(String text) {
        assertBroken(() -> JsonObject.parse(text), "$");
        assertBroken(() -> JsonObject.parse(text.getBytes(UTF_8)), "$");
    }

    @Test
    void parse_malformed_saysWhere() {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> JsonObject.parse("{\n  \"a\": x\n}"))
                .withMessageStartingWith("$: is no JSON at line 2, column ");
    }

    @Test
    void parse_bytesThatAreNoUtf8_areRefused() {
        assertBroken(() -> JsonObject.parse("{\"key\":\"café\"}".getBytes(ISO_8859_1)), "$");
    }

    @Test
    void parse_deeplyNested_isBroken() {
        for (String open : List.of("[", "{\"a\":")) {
            assertBroken(() -> JsonObject.parse("{\"a\":" + open.repeat(200_000)), "$");
        }
    }

    @Test
    void parse_tooLong_isBroken() {
        String text = "{\"a\":\"" + "x".repeat(8 * 1024 * 1024) + "\"}";

        assertBroken(() -> JsonObject.parse(text), "$");
        assertBroken(() -> JsonObject.parse(text.getBytes(UTF_8)), "$");
    }

    @Test
    void parse_manyObjectsBelowLongNames_needsLittleMemory() {
        String deep = ("{\"" + "n".repeat(10_000) + "\":").repeat(90);
        String wide = "[" + "{},".repeat(100_000) + "{}]";

        assertThat(JsonObject.parse("{\"a\":" + deep + wide + "}".repeat(91)).names()).containsExactly("a");
    }

    private static void assertBroken(ThrowingCallable call, String path) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(call)
                .satisfies(broken -> assertThat(broken.path()).isEqualTo(path));
    }

    @Test
    void smallInteger_has32Bits_andSaysWhatIsLarger() {
        JsonObject object = JsonObject.parse(
                "{\"least\": -2147483648, \"most\": 2147483647, \"more\": 2147483648, \"less\": -2147483649}");

        assertThat(object.smallInteger("least")).hasValue(Integer.MIN_VALUE);
        assertThat(object.smallInteger("most")).hasValue(Integer.MAX_VALUE);
        assertThat(object.smallInteger("none")).isEmpty();
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> object.smallInteger("more"))
                .withMessageContaining("more").withMessageContaining("32 bits, is 2147483648");
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> object.smallInteger("less"));
    }
}
