package io.upg.agent;

import io.upg.agent.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A simulated host's: it is on while there is the file that names its boot, and it was switched off
 * with the machine that simulates it.
 *
 * @param cycle kills all its processes and starts it again, in a thread of its own
 */
record SandboxPower(Path file, Runnable cycle) implements HostPower {

  @Override
  public String boot() throws IOException {
    return Files.readString(file);
  }

  @Override
  public void reboot() {
    cycle.run();
  }

  /** Where it is off, it is on from now on, with a new boot. */
  static void on(Path file) throws IOException {
    String machine = ProcessId.bootId();
    if (!Files.exists(file) || !Files.readString(file).endsWith(machine)) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, UUID.randomUUID() + " on " + machine);
    }
  }

  static void off(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
