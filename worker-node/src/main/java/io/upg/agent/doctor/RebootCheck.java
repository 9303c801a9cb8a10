package io.upg.agent.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a reboot is seen, and survived.
 *
 * @param root of the system: {@code /}
 */
public record RebootCheck(Path root) implements Check {
  private static final String BOOT = "boot";
  private static final String SERVICE = "service";
  private static final String UNIT = "upg-node.service";

  @Override
  public List<Finding> look() {
    return List.of(boot(), service());
  }

  private Finding boot() {
    Path file = root.resolve("proc/sys/kernel/random/boot_id");
    try {
      String id = Files.readString(file).strip();
      if (!id.isEmpty()) {
        return Finding.ok(BOOT, "boot id " + id);
      }
      return noBoot(file + " is empty");
    } catch (IOException e) {
      return noBoot("no boot id: " + e);
    }
  }

  private static Finding noBoot(String found) {
    return Finding.failed(BOOT, found, "Mount /proc: without it a reboot cannot be told from none");
  }

  private Finding service() {
    if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
      return Finding.warning(
          SERVICE,
          "no systemd runs here",
          "See to it that something else starts upg-node when the host boots and when it ends");
    }
    List<Path> enabled = new ArrayList<>();
    try (var targets = Files.newDirectoryStream(root.resolve("etc/systemd/system"), "*.wants")) {
      for (Path target : targets) {
        if (Files.isSymbolicLink(target.resolve(UNIT))) {
          enabled.add(target);
        }
      }
    } catch (IOException e) {
      return Finding.failed(SERVICE, "systemd's units cannot be read: " + e, "Look at that folder");
    }
    return enabled.isEmpty()
        ? Finding.warning(SERVICE, UNIT + " is not enabled", "Do: systemctl enable --now upg-node")
        : Finding.ok(SERVICE, UNIT + " is enabled");
  }
}
