package io.ivsorchestrator.local.ivs.account;

/** @param value secret */
public record StreamKey(String arn, String value, String channelArn) implements Keyed {

    @Override
    public String key() {
        return arn;
    }
}
