package io.upg.agent;

import io.upg.agent.process.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A real machine.
 *
 * @param asks the command that asks it to reboot
 */
record MachinePower(List<String> asks) implements HostPower {
  static final MachinePower SYSTEMD = new MachinePower(List.of("systemctl", "reboot"));

  @Override
  public String boot() {
    return ProcessId.bootId();
  }

  @Override
  public void reboot() throws IOException, InterruptedException {
    Process process = new ProcessBuilder(asks).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(
          "'%s' ended with exit code %d: %s"
              .formatted(String.join(" ", asks), process.exitValue(), said.strip()));
    }
  }
}
