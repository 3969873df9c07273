package io.ivsorchestrator.report;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs all JMH benchmarks and prints a Markdown table. */
public final class Jmh {
    private Jmh() {
    }

    /** Entry point. */
    public static void main(String[] arguments) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder().verbosity(VerboseMode.SILENT)
                .jvmArgsPrepend("-Xshare:auto").build()).run();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("| benchmark | score | unit |");
        out.println("|---|---|---|");
        results.forEach(result -> out.println(row(result)));
    }

    private static String row(RunResult result) {
        Result<?> score = result.getPrimaryResult();
        String name = result.getParams().getBenchmark().replaceAll(".*\\.(\\w+\\.\\w+)$", "$1");
        String parameters = result.getParams().getParamsKeys().stream()
                .map(key -> ", " + key + " " + result.getParams().getParam(key)).collect(Collectors.joining());
        return String.format(Locale.ROOT, "| %s%s | %,.1f ± %,.1f | %s |", name, parameters, score.getScore(),
                score.getScoreError(), score.getScoreUnit());
    }
}
