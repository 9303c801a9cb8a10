package io.upg.server;

import io.upg.plan.NaturalOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** From where to where each component went, as its live services answer. */
final class VersionTable {
  private static final Comparator<Row> ORDER =
      Comparator.comparing(Row::component, NaturalOrder.INSTANCE).thenComparing(Row::way);

  private final List<Answer> answers;

  /**
   * @param from the version that the inventory says
   * @param to the version that the plan takes it to; {@code from} where the plan leaves it alone
   * @param observed what its service says now
   */
  record Answer(String host, String component, String from, String to, String observed) {
    boolean asPlanned() {
      return observed.equals(to);
    }

    private Row row() {
      return new Row(component, from.equals(to) ? from + " stays" : from + " → " + to);
    }
  }

  private record Row(String component, String way) {}

  VersionTable(List<Answer> answers) {
    this.answers = List.copyOf(answers);
  }

  /** Whether every instance answers what the plan says, the untouched ones their old version. */
  boolean asPlanned() {
    return answers.stream().allMatch(Answer::asPlanned);
  }

  List<String> lines() {
    Map<Row, List<Answer>> rows =
        answers.stream().collect(Collectors.groupingBy(Answer::row, Collectors.toList()));
    List<String> lines = new ArrayList<>();
    lines.add(line("component", "from → to", "hosts", "answering now (hosts)"));
    rows.keySet().stream().sorted(ORDER).forEach(row -> lines.add(line(row, rows.get(row))));
    answers.stream()
        .filter(answer -> !answer.asPlanned())
        .map(VersionTable::complaint)
        .forEach(lines::add);
    return lines;
  }

  private static String line(Row row, List<Answer> answers) {
    Map<String, Long> counts =
        answers.stream()
            .collect(
                Collectors.groupingBy(Answer::observed, LinkedHashMap::new, Collectors.counting()));
    String observed =
        counts.entrySet().stream()
            .map(count -> count.getKey() + " (" + count.getValue() + ")")
            .collect(Collectors.joining(", "));
    return line(row.component(), row.way(), Integer.toString(answers.size()), observed);
  }

  private static String line(String component, String way, String hosts, String observed) {
    return "  %-16s %-18s %5s  %s".formatted(component, way, hosts, observed);
  }

  private static String complaint(Answer answer) {
    return "  Host '%s': %s answers %s, expected %s."
        .formatted(answer.host(), answer.component(), answer.observed(), answer.to());
  }
}
