package io.upg.access;

import java.util.List;

/** Certificates, keys or tokens that cannot be used as given: bad usage, exit code 2. */
public final class AccessProblem extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  AccessProblem(String problem) {
    super(problem);
  }

  /** Several, a line each. */
  AccessProblem(List<String> problems) {
    this(String.join("\n", problems));
  }
}
