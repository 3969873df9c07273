package io.ivsorchestrator.infra;

/** A setting that cannot be deployed. The message says which, what is wrong with it and what to do. */
final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidSettingException(String message) {
        super(message);
    }

    InvalidSettingException(String message, Exception cause) {
        super(message, cause);
    }
}
