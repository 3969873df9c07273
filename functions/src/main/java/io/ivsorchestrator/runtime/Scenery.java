package io.ivsorchestrator.runtime;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Services that look like AWS's from inside of an SDK client and are nothing behind it: those that name the operation in a header, such as
 * DynamoDB, answer that there is nothing, S3 answers with one object.
 */
final class Scenery implements SdkHttpClient {
    private static final String OPERATION = "X-Amz-Target";

    private final String object;

    Scenery(String object) {
        this.object = object;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean operation = request.httpRequest().firstMatchingHeader(OPERATION).isPresent();
        byte[] body = (operation ? "{}" : object).getBytes(StandardCharsets.UTF_8);
        return new Answer(HttpExecuteResponse.builder()
                .response(SdkHttpResponse.builder().statusCode(200)
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("Last-Modified", "Sat, 07 Mar 2026 10:36:11 GMT").build())
                .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body))).build());
    }

    @Override
    public void close() {
        // Holds nothing.
    }

    private record Answer(HttpExecuteResponse response) implements ExecutableHttpRequest {
        @Override
        public HttpExecuteResponse call() {
            return response;
        }

        @Override
        public void abort() {
            // It is here already.
        }
    }
}
