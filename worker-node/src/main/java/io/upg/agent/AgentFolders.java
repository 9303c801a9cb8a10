package io.upg.agent;

import io.upg.access.PrivateFile;
import io.upg.agent.artifact.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where an agent keeps what; all below its own folder. */
record AgentFolders(Path top) {

  /**
   * Makes the top, which nobody else can enter; also one that an agent before this one made. What
   * somebody else keeps his files in stays as it is.
   */
  void make() throws IOException {
    if (!Files.exists(top)) {
      PrivateFile.folder(top);
    } else if (Files.exists(journal())) {
      PrivateFile.tightFolder(top);
    }
  }

  Path journal() {
    return top.resolve("journal");
  }

  /** Of a sandbox host: there while it is on. */
  Path boot() {
    return top.resolve("boot");
  }

  Path cache() {
    return top.resolve("cache");
  }

  Path releases() {
    return top.resolve("releases");
  }

  Path services() {
    return top.resolve("services");
  }

  /** What scripts may import: see {@link PythonSdk}. */
  Path sdk() {
    return top.resolve("sdk");
  }

  /** A task's working folder under one grant. */
  Path work(String project, String task, long grant) {
    return top.resolve("work")
        .resolve(FileNames.safe(project))
        .resolve(FileNames.safe(task))
        .resolve(Long.toString(grant));
  }

  /** What a task keeps between run and rollback. */
  Path state(String project, String task) {
    return top.resolve("state").resolve(FileNames.safe(project)).resolve(FileNames.safe(task));
  }
}
