package io.ivsorchestrator.coldstart;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbBean;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbPartitionKey;
import software.amazon.awssdk.enhanced.dynamodb.mapper.annotations.DynamoDbSortKey;

/** A recording as the Enhanced Client's guide has items: a bean with annotations. */
@DynamoDbBean
public class ConventionalItem {
    private @Nullable String partition;
    private @Nullable String sort;
    private @Nullable String state;
    private @Nullable String startedAt;
    private long durationMs;

    @DynamoDbPartitionKey
    public @Nullable String getPk() {
        return partition;
    }

    public void setPk(String value) {
        partition = value;
    }

    @DynamoDbSortKey
    public @Nullable String getSk() {
        return sort;
    }

    public void setSk(String value) {
        sort = value;
    }

    public @Nullable String getState() {
        return state;
    }

    public void setState(String value) {
        state = value;
    }

    public @Nullable String getStartedAt() {
        return startedAt;
    }

    public void setStartedAt(String value) {
        startedAt = value;
    }

    public long getDurationMs() {
        return durationMs;
    }

    public void setDurationMs(long value) {
        durationMs = value;
    }
}
