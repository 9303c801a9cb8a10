package io.upg.agent;

import io.upg.access.PrivateFile;
import io.upg.agent.artifact.FileNames;
import io.upg.agent.artifact.Release;
import io.upg.contract.NodeTaskOrder;
import io.upg.contract.TaskOrder;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything one task may know, fetched and filled in.
 *
 * @param params {@code with:}, filled in; secrets are references
 * @param secrets what opens them
 * @param peers of the same component, {@code [{host, version}]}
 * @param workDir its working folder under this grant
 * @param stateDir kept between run and rollback
 * @param releaseDir where its release is, or will be
 * @param sdk the folder that holds the Python package {@code upg}
 * @param mode how it is tried, on the task bench
 */
record TaskWorld(
    NodeTaskOrder order,
    TaskOrder task,
    TaskSheet sheet,
    HostSheet host,
    Release release,
    Map<String, Object> params,
    TaskSecrets secrets,
    References references,
    List<?> peers,
    Path root,
    Path workDir,
    Path stateDir,
    Path releaseDir,
    Path sdk,
    BenchMode mode) {

  /** As a script before or after the task sees it: what it keeps is apart from what others keep. */
  TaskWorld of(Step.Part part) {
    if (part.own()) {
      return this;
    }
    Path own = stateDir.resolve("parts").resolve(FileNames.safe(part.name()));
    return new TaskWorld(
        order,
        task,
        sheet,
        host,
        release,
        params,
        secrets,
        references.with("stateDir", own.toString()),
        peers,
        root,
        workDir,
        own,
        releaseDir,
        sdk,
        mode);
  }

  Step step() {
    return sheet.step(order.direction());
  }

  /** What {@code UPG_TASK} names. */
  Path taskFile() {
    return taskFile(workDir);
  }

  /** In the environment of every process that comes from a task with this working folder. */
  static String mark(Path workDir) {
    return "UPG_TASK=" + taskFile(workDir);
  }

  private static Path taskFile(Path workDir) {
    return workDir.resolve("task.json");
  }

  /**
   * Writes it, with secrets opened, and makes the folders that a task has.
   *
   * @throws TaskRefused if a secret is not there
   */
  void writeTaskFile() throws IOException, TaskRefused {
    makeWorkDir();
    PrivateFile.folder(stateDir);
    Map<String, Object> opened = secrets.open(params);
    secrets.keep();
    write(opened);
  }

  /** Leaves no opened secret in the task's folder. */
  void forgetSecrets() throws IOException {
    if (TaskSecrets.in(params) && Files.exists(taskFile())) {
      write(params);
    }
    secrets.forget();
  }

  /** With the output's file: nobody else can enter the one, or read the other. */
  void makeWorkDir() throws IOException {
    PrivateFile.folder(workDir);
    PrivateFile.create(output());
  }

  private void write(Map<String, Object> shown) throws IOException {
    byte[] json = CanonicalJson.pretty(document(shown)).getBytes(StandardCharsets.UTF_8);
    PrivateFile.write(taskFile(), json);
  }

  Path output() {
    return workDir.resolve("output");
  }

  /** The file behind {@code UPG_TASK}. */
  private Map<String, Object> document(Map<String, Object> shown) {
    Map<String, Object> document = new TreeMap<>();
    document.put("project", order.project());
    document.put("phase", sheet.phase());
    document.put("task", task.task());
    document.put("host", order.host());
    document.put("component", sheet.component());
    document.put("action", sheet.action());
    document.put("from", sheet.from());
    document.put("to", sheet.to());
    document.put("params", shown);
    document.put("attempt", task.attempt());
    document.put("revision", task.revision());
    document.put("direction", order.direction().word());
    document.put("dryRun", mode.dryRun());
    document.put("stateDir", stateDir.toString());
    document.put("releaseDir", releaseDir.toString());
    document.put("roles", host.roles());
    document.put("labels", host.labels());
    document.put("vars", host.vars());
    document.put("peers", peers);
    return document;
  }
}
