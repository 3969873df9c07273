package io.ivsorchestrator.local.laptop;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.List;
import java.util.function.Function;

/**
 * A queue and the function behind it, as deployed: the rules' events and whatever is sent to {@link Parts#queueUrl} of this name
 * come to the handler in batches; what it returns comes again, and after five times goes to the dead-letter queue.
 *
 * @param name of function and queue
 * @param rules which events it gets, as soon as it is known whose recordings and which buckets are looked at
 */
public record Pipeline(String name, RequestStreamHandler handler, Function<Routing, List<EventRule>> rules) {

    /** A queue that no rule feeds. */
    public static Pipeline withoutRules(String name, RequestStreamHandler handler) {
        return new Pipeline(name, handler, _ -> List.of());
    }
}
