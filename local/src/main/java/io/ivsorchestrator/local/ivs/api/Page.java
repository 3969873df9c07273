package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.Register.Numbered;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts lists into pages. A token names the last item of its page by its number, so that items which are made or deleted
 * between two pages neither repeat nor hide others.
 */
final class Page {

    private Page() {
    }

    /** The items oldest first. */
    static <T> ObjectNode of(
            String member, List<Numbered<T>> items, Input in, Function<T, ObjectNode> shown) {
        return page(member, items, 1, in, shown);
    }

    /** The items newest first. */
    static <T> ObjectNode newestFirst(
            String member, List<Numbered<T>> items, Input in, Function<T, ObjectNode> shown) {
        return page(member, items.reversed(), -1, in, shown);
    }

    private static <T> ObjectNode page(
            String member, List<Numbered<T>> items, int direction, Input in, Function<T, ObjectNode> shown) {
        long after = in.nonEmpty("nextToken").map(token -> number(member, token)).orElse(direction * Long.MIN_VALUE);
        List<Numbered<T>> rest = items.stream()
                .filter(item -> direction * Long.compare(item.number(), after) > 0 || after == Long.MIN_VALUE)
                .toList();
        List<Numbered<T>> page = rest.subList(0, Math.min(in.number("maxResults"), rest.size()));
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray(member);
        page.forEach(item -> array.add(shown.apply(item.item())));
        if (page.size() < rest.size()) {
            answer.put("nextToken", token(member, page.getLast().number()));
        }
        return answer;
    }

    private static String token(String member, long number) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((member + "/" + number).getBytes(StandardCharsets.UTF_8));
    }

    private static long number(String member, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(member + "/")) {
                return Long.parseLong(text.substring(member.length() + 1));
            }
        } catch (IllegalArgumentException notOurs) {
            throw Refusal.invalid("The nextToken is not valid: " + notOurs.getMessage());
        }
        throw Refusal.invalid("The nextToken is not one of this operation");
    }
}
