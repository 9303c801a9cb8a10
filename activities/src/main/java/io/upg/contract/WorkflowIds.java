package io.upg.contract;

/** The only place where workflow ids are made. */
public final class WorkflowIds {
  private WorkflowIds() {}

  public static String project(String project) {
    return "upg/" + project;
  }

  public static String run(String project, int run) {
    return project(project) + "/run-" + run;
  }

  public static String shard(String project, int run, int batch, int shard) {
    return run(project, run) + "/b" + batch + "-s" + shard;
  }
}
