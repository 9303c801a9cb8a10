package io.upg.server;

import io.upg.access.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where things lie in the folder D of {@code upg up --dir D}. */
record DataFolder(Path root) {
  DataFolder {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes it, and in it what others must not read. */
  void make() throws IOException {
    PrivateFile.folder(root);
    for (Path folder : List.of(logs(), artifacts(), agents(), provisioned(), temporal())) {
      PrivateFile.tightFolder(folder);
    }
  }

  /** How the other commands find this deployment. */
  Path connection() {
    return root.resolve("connection.json");
  }

  /** Held while somebody runs this folder; never removed. */
  Path lock() {
    return root.resolve("up.lock");
  }

  Path ports() {
    return root.resolve("ports.json");
  }

  Path postgres() {
    return root.resolve("postgres");
  }

  Path temporal() {
    return root.resolve("temporal");
  }

  Path artifacts() {
    return root.resolve("artifacts");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /** Roots of the sandbox hosts, by name. */
  Path hosts() {
    return root.resolve("hosts");
  }

  /** The agents' own files, by host. */
  Path agents() {
    return root.resolve("agents");
  }

  /** What provisioning knows of each host. */
  Path provisioned() {
    return root.resolve("provisioned");
  }
}
