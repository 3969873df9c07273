package io.ivsorchestrator.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An invocation with all the time in the world. */
record RehearsedInvocation() implements Context {
    private static final String REHEARSAL = "rehearsal";

    @Override
    public String getAwsRequestId() {
        return REHEARSAL;
    }

    @Override
    public String getLogGroupName() {
        return REHEARSAL;
    }

    @Override
    public String getLogStreamName() {
        return REHEARSAL;
    }

    @Override
    public String getFunctionName() {
        return REHEARSAL;
    }

    @Override
    public String getFunctionVersion() {
        return REHEARSAL;
    }

    @Override
    public String getInvokedFunctionArn() {
        return REHEARSAL;
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return Math.toIntExact(Duration.ofMinutes(15).toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return 0;
    }

    @Override
    public LambdaLogger getLogger() {
        return new Silence();
    }

    private record Silence() implements LambdaLogger {
        @Override
        public void log(String message) {
            // Nobody reads it.
        }

        @Override
        public void log(byte[] message) {
            // Nobody reads it.
        }
    }
}
