package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.Conformance;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.model.Member;
import io.ivsorchestrator.local.ivs.model.Operation;
import io.ivsorchestrator.local.ivs.model.Service;
import io.ivsorchestrator.local.ivs.model.ServiceModel;
import io.ivsorchestrator.local.ivs.model.Shape;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Both APIs over one account. */
public final class IvsApi {
    private static final List<String> REAL_TIME_TYPES = List.of(":stage/", ":storage-configuration/",
            ":encoder-configuration/", ":composition/");

    private final IvsAccount account;
    private final Consumer<ApiCall> listener;
    private final ApiFaults faults;
    private final Map<Service, ServiceModel> models = ServiceModel.readAll();
    private final Map<String, Handler> handlers = new HashMap<>();
    private final CallRates rates = new CallRates();

    /**
     * @param listener told every call of a known operation, in the order in which the account was changed and before the
     *     caller is answered; while it runs nobody else is served, so it must be quick and must not wait for another thread
     * @param faults asked in the same way
     */
    public IvsApi(IvsAccount account, Consumer<ApiCall> listener, ApiFaults faults) {
        this.account = account;
        this.listener = listener;
        this.faults = faults;
        var tokens = new Tokens(account);
        handlers.putAll(new RecordingConfigurations(account).handlers());
        handlers.putAll(new Channels(account).handlers());
        handlers.putAll(new StreamQueries(account).handlers());
        handlers.putAll(new Tagging(account).handlers());
        handlers.putAll(new StorageConfigurations(account).handlers());
        handlers.putAll(new EncoderConfigurations(account).handlers());
        handlers.putAll(new Stages(account, tokens, recordingShape()).handlers());
        handlers.putAll(tokens.handlers());
        handlers.putAll(new Participants(account).handlers());
        handlers.putAll(new Compositions(account).handlers());
    }

    /** The operation of that name, in either API. */
    public Optional<Operation> operation(String name) {
        return models.values().stream().flatMap(model -> Optional.ofNullable(model.operations().get(name)).stream())
                .findFirst();
    }

    /** The operation on the tags of a resource, in the API that the resource belongs to. */
    public Operation taggingOperation(String name, String resourceArn) {
        boolean realTime = REAL_TIME_TYPES.stream().anyMatch(resourceArn::contains);
        return operation(realTime ? Service.IVS_REALTIME : Service.IVS, name);
    }

    /**
     * Does what an operation is to do.
     *
     * @return what the caller is to get
     * @throws ApiException if the service refuses
     */
    public ObjectNode call(Operation operation, ObjectNode request, String requestId) {
        return account.exclusively(now -> {
            try {
                ObjectNode response = response(operation, request, now);
                listener.accept(new ApiCall(now, requestId, operation, request, new ApiCall.Success(response)));
                return response;
            } catch (ApiException refusal) {
                listener.accept(new ApiCall(now, requestId, operation, request,
                        new ApiCall.Failure(refusal.type(), refusal.explanation())));
                throw refusal;
            }
        });
    }

    private ObjectNode response(Operation operation, ObjectNode request, Instant now) {
        faults.refusal(operation).ifPresent(refusal -> {
            throw refusal;
        });
        if (account.settings().callRatesLimited()) {
            rates.count(operation.name(), now);
        }
        Conformance.requireValid(operation, request);
        if (!account.settings().verified() && operation.errors().contains(ErrorType.PENDING_VERIFICATION)) {
            throw new ApiException(ErrorType.PENDING_VERIFICATION, "Your account is pending verification");
        }
        Handler handler = Objects.requireNonNull(handlers.get(operation.name()), operation.name());
        ObjectNode answer = handler.handle(new Input(Conformance.withDefaults(operation, request)), now);
        return (ObjectNode) Conformance.projected(operation.output(), answer);
    }

    private Shape recordingShape() {
        return operation(Service.IVS_REALTIME, "CreateStage").input()
                .members()
                .stream()
                .filter(member -> member.name().equals("autoParticipantRecordingConfiguration"))
                .map(Member::shape)
                .findFirst()
                .orElseThrow();
    }

    private Operation operation(Service service, String name) {
        ServiceModel model = Objects.requireNonNull(models.get(service));
        return Objects.requireNonNull(model.operations().get(name), name);
    }
}
