package io.ivsorchestrator.runtime;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An invocation that never was. */
public final class TestContext implements Context {
    private final Supplier<Duration> timeLeft;

    private TestContext(Supplier<Duration> timeLeft) {
        this.timeLeft = timeLeft;
    }

    /** With a minute left, always. */
    public static TestContext withTimeLeft() {
        return withTimeLeft(() -> Duration.ofMinutes(1));
    }

    public static TestContext withTimeLeft(Supplier<Duration> timeLeft) {
        return new TestContext(timeLeft);
    }

    @Override
    public String getAwsRequestId() {
        return "8e1f0000-0000-4000-8000-000000000001";
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/test";
    }

    @Override
    public String getLogStreamName() {
        return "2026/03/07/[$LATEST]";
    }

    @Override
    public String getFunctionName() {
        return "test";
    }

    @Override
    public String getFunctionVersion() {
        return "$LATEST";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-west-2:123456789012:function:test";
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
        return Math.toIntExact(timeLeft.get().toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public @Nullable LambdaLogger getLogger() {
        return null;
    }
}
