package io.ivsorchestrator.events;

import io.ivsorchestrator.events.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code AWS API Call via CloudTrail}: somebody called an API of IVS (IVS user guide, "Logging Amazon IVS API Calls with
 * AWS CloudTrail"). The envelope's {@code resources} is empty; ARNs are in the parameters and the response.
 *
 * @param eventSource       {@code ivs.amazonaws.com}
 * @param eventName         the operation, for example {@code CreateChannel}
 * @param caller            who called
 * @param errorCode         set when the call failed; its response is then absent
 * @param requestParameters the operation's input, lowerCamelCase member names
 * @param responseElements  the operation's output, without secrets
 */
public record ApiCall(Envelope envelope, String eventSource, String eventName, Instant eventTime, Caller caller,
        Optional<String> errorCode, Optional<String> errorMessage, boolean readOnly,
        Optional<JsonObject> requestParameters, Optional<JsonObject> responseElements) implements Event {

    /**
     * {@code userIdentity}.
     *
     * @param arn       of the principal; for a role session its {@code assumed-role} ARN
     * @param issuerArn of the role behind a session, the stable way to recognise a function's own calls
     */
    public record Caller(String type, Optional<String> arn, Optional<String> accountId, Optional<String> issuerArn) {}
}
