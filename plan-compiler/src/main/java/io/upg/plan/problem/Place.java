package io.upg.plan.problem;

/**
 * Where something was written.
 *
 * @param file as the user named it; also an option of the command line
 * @param line from 1; 0 where there is no line
 */
public record Place(String file, int line) {

  /** Whether it was given as an option, in no file. */
  public boolean onCommandLine() {
    return file.startsWith("--");
  }

  /** As problems name a second place: {@code project.yaml:12}. */
  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
