package io.upg.agent.builtin;

import io.upg.agent.Await;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real systemd of the test's own: a user manager with its own runtime folder, in a mount
 * namespace where the machine looks as if systemd had booted it.
 */
public final class UserSystemd {
  private static final String MANAGER = "/lib/systemd/systemd";
  private static final String BOOT =
      "mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && exec "
          + MANAGER
          + " --user --log-target=console --log-level=warning";
  private static final long STOP_SECONDS = 20;

  private final Path folder;
  private final Process manager;

  private UserSystemd(Path folder, Process manager) {
    this.folder = folder;
    this.manager = manager;
  }

  public static boolean installed() {
    return Files.isExecutable(Path.of(MANAGER)) && Files.isExecutable(Path.of("/usr/bin/unshare"));
  }

  /** Fails with what the manager said, where it does not come up. */
  public static UserSystemd start(Path folder) throws Exception {
    Path runtime = Files.createDirectories(folder.resolve("run"));
    Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectories(units(folder));
    Path log = folder.resolve("systemd.log");
    boolean root = System.getProperty("user.name").equals("root");
    List<String> words =
        new ArrayList<>(List.of("unshare", root ? "-m" : "-Urm", "sh", "-c", BOOT));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment(folder));
    builder.environment().put("HOME", folder.toString());
    builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
    UserSystemd systemd = new UserSystemd(folder, builder.start());
    Await.until(() -> systemd.answers() || !systemd.manager.isAlive(), "systemd to come up");
    if (!systemd.manager.isAlive()) {
      throw new IOException("systemd did not come up: " + Files.readString(log));
    }
    return systemd;
  }

  public void unit(String name, String service) throws Exception {
    Files.writeString(units(folder).resolve(name + ".service"), "[Service]\n" + service);
    systemctl("daemon-reload");
  }

  public void start(String name) throws Exception {
    systemctl("start", name);
  }

  SystemdDriver driver() {
    return new SystemdDriver(List.of("systemctl", "--user"), environment(folder));
  }

  public void end() throws Exception {
    manager.destroy();
    if (!manager.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      manager.destroyForcibly().waitFor();
    }
  }

  private boolean answers() throws Exception {
    return Files.exists(folder.resolve("run/systemd/private")) && systemctl("list-units") == 0;
  }

  private int systemctl(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("systemctl", "--user"));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment(folder));
    return builder.start().waitFor();
  }

  private static Path units(Path folder) {
    return folder.resolve(".config/systemd/user");
  }

  private static Map<String, String> environment(Path folder) {
    return Map.of("XDG_RUNTIME_DIR", folder.resolve("run").toString());
  }
}
