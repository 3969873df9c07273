package io.ivsorchestrator.local.ivs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Tells calls of the API as EventBridge does once CloudTrail has logged them: {@code AWS API Call via CloudTrail}, as
 * JSON text. Secrets are left out. Give it to the emulator as its listener.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/cloudtrail.html">Logging Amazon IVS API Calls
 * with AWS CloudTrail</a>
 */
public final class CloudTrailEvents implements Consumer<ApiCall> {
    /** The emulator checks no signature, so all callers are the same role. */
    private static final String ROLE = "Emulator";
    private static final String PRINCIPAL = "AROAEMULATOREMULATOR";
    private static final String SESSION = "caller";

    private final AccountSettings settings;
    private final Ids ids;
    private final Consumer<String> events;

    /**
     * The calls of one account and region.
     *
     * @param ids gives events and their envelopes their ids
     * @param events takes each event; called as the emulator calls its listener, so it must be quick
     */
    public CloudTrailEvents(AccountSettings settings, Ids ids, Consumer<String> events) {
        this.settings = settings;
        this.ids = ids;
        this.events = events;
    }

    @Override
    public void accept(ApiCall call) {
        String time = seconds(call.time());
        ObjectNode event = JsonNodeFactory.instance.objectNode()
                .put("version", "0")
                .put("id", ids.uuid())
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws.ivs")
                .put("account", settings.accountId())
                .put("time", time)
                .put("region", settings.region());
        event.putArray("resources");
        event.set("detail", detail(call, time));
        events.accept(event.toString());
    }

    private ObjectNode detail(ApiCall call, String time) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("eventVersion", "1.08");
        identify(detail.putObject("userIdentity"), time);
        detail.put("eventTime", time)
                .put("eventSource", "ivs.amazonaws.com")
                .put("eventName", call.operation().name())
                .put("awsRegion", settings.region())
                .put("sourceIPAddress", "127.0.0.1")
                .put("userAgent", "ivs-emulator");
        switch (call.outcome()) {
            case ApiCall.Success(var response) -> detail
                    .<ObjectNode>set("requestParameters", logged(call.request()))
                    .set("responseElements", call.operation().readOnly() ? nothing() : logged(response));
            case ApiCall.Failure(var type, var explanation) -> detail
                    .put("errorCode", type.wireName())
                    .put("errorMessage", explanation)
                    .<ObjectNode>set("requestParameters", logged(call.request()))
                    .set("responseElements", nothing());
        }
        return detail.put("requestID", call.requestId())
                .put("eventID", ids.uuid())
                .put("readOnly", call.operation().readOnly())
                .put("eventType", "AwsApiCall")
                .put("managementEvent", true)
                .put("eventCategory", "Management")
                .put("recipientAccountId", settings.accountId());
    }

    private void identify(ObjectNode identity, String time) {
        String account = settings.accountId();
        identity.put("type", "AssumedRole")
                .put("principalId", PRINCIPAL + ":" + SESSION)
                .put("arn", "arn:aws:sts::" + account + ":assumed-role/" + ROLE + "/" + SESSION)
                .put("accountId", account);
        ObjectNode context = identity.putObject("sessionContext");
        context.putObject("sessionIssuer")
                .put("type", "Role")
                .put("principalId", PRINCIPAL)
                .put("arn", "arn:aws:iam::" + account + ":role/" + ROLE)
                .put("accountId", account)
                .put("userName", ROLE);
        context.putObject("attributes").put("mfaAuthenticated", "false").put("creationDate", time);
    }

    /** What the trail keeps of it: nothing if it is empty, and never a secret. */
    private static JsonNode logged(ObjectNode members) {
        if (members.isEmpty()) {
            return nothing();
        }
        ObjectNode kept = members.deepCopy();
        strip(kept);
        return kept;
    }

    private static void strip(JsonNode tree) {
        tree.properties().forEach(member -> {
            switch (member.getKey()) {
                case "streamKey" -> remove("value", member.getValue());
                case "srt" -> remove("passphrase", member.getValue());
                case "participantToken" -> remove("token", member.getValue());
                case "participantTokens" -> member.getValue().forEach(token -> remove("token", token));
                default -> strip(member.getValue());
            }
        });
        if (tree.isArray()) {
            tree.forEach(CloudTrailEvents::strip);
        }
    }

    private static void remove(String secret, JsonNode holder) {
        if (holder instanceof ObjectNode object) {
            object.remove(secret);
        }
    }

    private static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
