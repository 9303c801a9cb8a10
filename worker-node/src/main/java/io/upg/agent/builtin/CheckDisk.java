package io.upg.agent.builtin;

import io.upg.agent.artifact.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code check.disk {path, free}}: so much space is free where {@code path} lies, or will lie. */
final class CheckDisk implements Builtin {
  @Override
  public String name() {
    return "check.disk";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException {
    Params params = context.params("path", "free");
    String path = params.optional("path").orElse("/");
    long wanted = params.size("free");
    Path existing = context.onHost(path);
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long free = Files.getFileStore(existing).getUsableSpace();
    if (free < wanted) {
      throw new ActionFailed(
          "%s has %s free; expected %s: make room, then run again"
              .formatted(path, Bytes.text(free), Bytes.text(wanted)));
    }
    return "%s has %s free".formatted(path, Bytes.text(free));
  }

  @Override
  public String rollback(BuiltinContext context) {
    return "nothing to take back";
  }
}
