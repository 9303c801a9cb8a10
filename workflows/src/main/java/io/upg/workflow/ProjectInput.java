package io.upg.workflow;

/**
 * All that ProjectWorkflow carries over continue-as-new: which commands it has seen is known in
 * PostgreSQL.
 *
 * @param version of this record's layout
 */
public record ProjectInput(int version, String project) {
  private static final int VERSION = 1;

  public ProjectInput(String project) {
    this(VERSION, project);
  }
}
