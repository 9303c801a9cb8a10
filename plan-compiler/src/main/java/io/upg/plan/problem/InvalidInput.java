package io.upg.plan.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Input that cannot be used; carries every problem that was found, sorted by file and line. */
public final class InvalidInput extends RuntimeException {
  private final transient List<Problem> problems;

  public InvalidInput(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
