package io.ivsorchestrator.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a table in {@code docs/requests.md}, which a test holds to what the SDK really sends.
 *
 * @param life   whose
 * @param counts by the headings of the columns
 */
record CountedRequests(String life, Map<String, Integer> counts) {
    CountedRequests {
        counts = Map.copyOf(counts);
    }

    /**
     * The rows of the table below a heading.
     *
     * @throws IllegalStateException if the page has no such table
     */
    static List<CountedRequests> read(Path page, String heading) throws IOException {
        List<List<String>> rows = Files.readAllLines(page).stream().dropWhile(line -> !line.equals("## " + heading))
                .skip(1).takeWhile(line -> !line.startsWith("## ")).filter(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()).toList();
        if (rows.size() < 3 || !rows.getFirst().contains("write units")) {
            throw new IllegalStateException("no table with write units below \"## " + heading + "\" in " + page);
        }
        return rows.stream().skip(2).map(row -> of(rows.getFirst(), row)).toList();
    }

    private static CountedRequests of(List<String> headings, List<String> row) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int column = 1; column < row.size(); column++) {
            counts.put(headings.get(column), Integer.parseInt(row.get(column)));
        }
        return new CountedRequests(row.getFirst(), counts);
    }

    int count(String heading) {
        Integer count = counts.get(heading);
        if (count == null) {
            throw new IllegalStateException("no column " + heading + " for the " + life);
        }
        return count;
    }
}
