package io.ivsorchestrator.events;

import io.ivsorchestrator.events.ApiCall.Caller;
import io.ivsorchestrator.events.json.JsonObject;
import java.util.Optional;

/** Calls of IVS's API (CloudTrail User Guide, "CloudTrail record contents" and "CloudTrail userIdentity element"). */
final class ApiCallDecoder {
    private ApiCallDecoder() {
    }

    static Event apiCall(RawEvent event) {
        JsonObject detail = event.detail();
        String eventSource = detail.requireString("eventSource");
        // Other services have a CreateStage, too: API Gateway's makes no IVS stage.
        if (!eventSource.equals(EventNames.IVS_API)) {
            return event.unrecognized(eventSource);
        }
        return new ApiCall(event.envelope(), eventSource, detail.requireString("eventName"),
                detail.requireInstant("eventTime"), caller(detail.requireObject("userIdentity")),
                detail.string("errorCode"), detail.string("errorMessage"), detail.bool("readOnly").orElse(false),
                detail.object("requestParameters"), detail.object("responseElements"));
    }

    private static Caller caller(JsonObject userIdentity) {
        Optional<String> issuerArn = userIdentity.object("sessionContext")
                .flatMap(session -> session.object("sessionIssuer"))
                .flatMap(issuer -> issuer.string("arn"));
        return new Caller(userIdentity.requireString("type"), userIdentity.string("arn"),
                userIdentity.string("accountId"), issuerArn);
    }
}
