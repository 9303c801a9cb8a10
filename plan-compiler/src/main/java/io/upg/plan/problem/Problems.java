package io.upg.plan.problem;

import io.upg.plan.NaturalOrder;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects everything that is wrong, so that it is reported together. Not thread-safe. */
public final class Problems {
  private static final Comparator<Problem> BY_PLACE =
      Comparator.comparing(Problem::file, NaturalOrder.INSTANCE)
          .thenComparingInt(Problem::line)
          .thenComparing(Problem::message);

  private final Set<Problem> found = new LinkedHashSet<>();

  public void error(String code, Place place, String message, String hint) {
    add(Problem.Severity.ERROR, code, place, message, hint);
  }

  public void note(String code, Place place, String message, String hint) {
    add(Problem.Severity.NOTE, code, place, message, hint);
  }

  /** How many were found so far: whether reading something found any is told by comparing. */
  public int count() {
    return found.size();
  }

  public boolean anyErrors() {
    return found.stream().anyMatch(Problems::isError);
  }

  public List<Problem> errors() {
    return found.stream().filter(Problems::isError).sorted(BY_PLACE).toList();
  }

  public List<Problem> notes() {
    return found.stream().filter(problem -> !isError(problem)).sorted(BY_PLACE).toList();
  }

  /**
   * @throws InvalidInput with every error found so far, sorted by file and line
   */
  public void refuseErrors() {
    if (anyErrors()) {
      throw new InvalidInput(errors());
    }
  }

  private void add(
      Problem.Severity severity, String code, Place place, String message, String hint) {
    found.add(new Problem(severity, code, place.file(), place.line(), message, hint));
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }
}
