package io.ivsorchestrator.events.json;

/** The JSON is not what it should be; {@link #path()} says where, {@link #problem()} what is wrong. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String path;
    private final String problem;

    public JsonException(String path, String problem) {
        super(path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /** Such as {@code $.detail.recording_status}; {@code $} when the text is no JSON at all. */
    public String path() {
        return path;
    }

    public String problem() {
        return problem;
    }
}
