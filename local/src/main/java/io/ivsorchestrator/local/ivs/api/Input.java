package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that is valid by its model. */
record Input(ObjectNode body) {

    boolean has(String member) {
        return body.hasNonNull(member);
    }

    /** Of a member that is required or has a default. */
    String text(String member) {
        return body.required(member).textValue();
    }

    /** Of a member that is required or has a default. */
    int number(String member) {
        return body.required(member).intValue();
    }

    Optional<String> optional(String member) {
        return Optional.ofNullable(body.get(member)).map(JsonNode::textValue);
    }

    /** The optional text, unless it is empty. */
    Optional<String> nonEmpty(String member) {
        return optional(member).filter(text -> !text.isEmpty());
    }

    /** Of a member that is required or has a default. */
    <T> T as(String member, Class<T> type) {
        return Json.read(body.required(member), type);
    }

    /** Of a member that is required or has a default. */
    Map<String, String> map(String member) {
        Map<String, String> map = new LinkedHashMap<>();
        body.required(member).properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().textValue()));
        return map;
    }

    /** Of a member that is required or has a default. */
    List<String> list(String member) {
        List<String> list = new ArrayList<>();
        body.required(member).forEach(element -> list.add(element.textValue()));
        return list;
    }
}
