package io.upg.temporal;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What ran on which server in this JVM; said when its last test has ended. */
final class TemporalSummary implements AutoCloseable {
  private final Map<String, Integer> ran = new TreeMap<>();
  private final Map<String, Set<String>> leftOut = new TreeMap<>();

  synchronized void ran(String testClass) {
    ran.merge(testClass, 1, Integer::sum);
  }

  synchronized void leftOut(String reason, String test) {
    leftOut.computeIfAbsent(reason, r -> new TreeSet<>()).add(test);
  }

  @Override
  public synchronized void close() {
    String where = TestTemporal.isReal() ? "On a real Temporal" : "On Temporal in memory only";
    System.out.printf("%s: %s%n", where, counts());
    leftOut.forEach(
        (reason, tests) ->
            System.out.printf(
                "Left out, %d (%s): %s%n", tests.size(), reason, String.join(", ", tests)));
    if (!TestTemporal.isReal()) {
      System.out.printf(
          "Left out: the same %d tests on a real Temporal. With `temporal` on PATH: "
              + "mvn test -Dgroups=server -Dupg.temporal=dev%n",
          count());
    }
  }

  private int count() {
    return ran.values().stream().mapToInt(Integer::intValue).sum();
  }

  private String counts() {
    return count()
        + " tests"
        + ran.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", ", " (", ")"));
  }
}
