package io.ivsorchestrator.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import java.util.List;

/** Does nothing with its event, which comes as an object, as the Lambda Developer Guide introduces handlers. */
public final class HelloHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
    @Override
    public SQSBatchResponse handleRequest(SQSEvent batch, Context context) {
        context.getLogger().log("hello " + batch.getRecords().size());
        return new SQSBatchResponse(List.of());
    }
}
