package io.ivsorchestrator.local.laptop;

/** Prints where the JDK is that runs it: the build runs it with the JDK that it found, for {@code local/run} to use. */
final class JavaHome {
    private JavaHome() {
    }

    public static void main(String[] arguments) {
        System.out.println(System.getProperty("java.home"));
    }
}
