package io.ivsorchestrator.runtime;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Spares each {@code POST} on a kept connection a millisecond. The JDK's client, told the length of a body, streams it, and as it could not
 * repeat it, waits that long for the end of the connection first ({@code sun.net.www.http.HttpClient.available}). Not told, it keeps the
 * body, says its length itself, and repeats the request where the connection turns out to have ended: as the SDK would.
 *
 * <p>So not for services whose calls must not be repeated unasked.
 */
final class UnstreamedPosts implements SdkHttpClient {
    private static final String LENGTH = "Content-Length";

    private final SdkHttpClient http;

    UnstreamedPosts(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean hasBody = request.httpRequest().method() == SdkHttpMethod.POST
                && request.contentStreamProvider().isPresent();
        return http.prepareRequest(hasBody ? unstreamed(request) : request);
    }

    private static HttpExecuteRequest unstreamed(HttpExecuteRequest request) {
        SdkHttpRequest post = request.httpRequest().toBuilder().removeHeader(LENGTH).build();
        return HttpExecuteRequest.builder().request(post)
                .contentStreamProvider(request.contentStreamProvider().orElse(null))
                .metricCollector(request.metricCollector().orElse(null)).build();
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }
}
