package io.upg.workflow;

/**
 * All that RunWorkflow carries over continue-as-new.
 *
 * @param version of this record's layout
 * @param from the batch to go on from; PostgreSQL may know that more have passed
 */
public record RunInput(int version, String project, int run, int from) {
  private static final int VERSION = 1;

  public RunInput(String project, int run, int from) {
    this(VERSION, project, run, from);
  }
}
