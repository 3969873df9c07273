package io.ivsorchestrator.local.ivs.account;

/** How a composition is encoded. Components have the API's names. */
public record EncoderConfiguration(String arn, String name, Video video) implements Keyed {

    /** @param bitrate in bits per second */
    public record Video(int width, int height, float framerate, int bitrate) {}

    @Override
    public String key() {
        return arn;
    }
}
