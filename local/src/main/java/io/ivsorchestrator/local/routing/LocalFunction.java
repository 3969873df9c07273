package io.ivsorchestrator.local.routing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;

/**
 * A handler under the name it is deployed by.
 *
 * @param name the function's name
 * @param handler the entry point, called as the Lambda runtime calls it
 * @param timeout what the handler is told to have; it is not cut off when the time is up
 */
public record LocalFunction(String name, RequestStreamHandler handler, Duration timeout) {

    /**
     * Calls the handler in this thread.
     *
     * @return what the handler wrote
     * @throws IOException if the handler throws it; the handler's other exceptions pass, too
     */
    public byte[] invoke(byte[] request) throws IOException {
        Context context = new LocalContext(name, UUID.randomUUID().toString(), System.nanoTime() + timeout.toNanos());
        var response = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(request), response, context);
        return response.toByteArray();
    }
}
