package io.upg.taskbench;

import io.upg.cli.CliRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A release of the component {@code app} and a host it upgrades. Its one action, {@code convert},
 * brings etc/app.conf to format 2; a test says what else its scripts do.
 */
public final class AppRelease {

  /** What begins every script: the names that the rest uses; a dry run ends here. */
  private static final String HEAD =
      """
      #!/bin/sh
      set -eu
      state=$(sed -n 's/.*"stateDir" : "\\(.*\\)".*/\\1/p' "$UPG_TASK")
      release=$(sed -n 's/.*"releaseDir" : "\\(.*\\)".*/\\1/p' "$UPG_TASK")
      dry=$(sed -n 's/.*"dryRun" : \\([a-z]*\\).*/\\1/p' "$UPG_TASK")
      conf="$UPG_ROOT/etc/app.conf"
      """;

  public static final String DRY = "if [ $dry = true ]; then echo 'would convert'; exit 0; fi\n";

  /** Keeps what it replaces, replaces it in one step, and knows what it has done. */
  public static final String CONVERT =
      """
      if ! grep -q '^format=2' "$conf"; then
        cp -p "$conf" "$state/kept.new" && mv "$state/kept.new" "$state/kept"
        cp -p "$conf" "$state/changed"
        sed 's/^format=1/format=2/' "$state/kept" > "$state/changed"
        mv "$state/changed" "$conf"
      fi
      """;

  public static final String BACK =
      """
      if [ -e "$state/kept" ]; then
        cp -p "$state/kept" "$state/back" && mv "$state/back" "$conf"
        rm "$state/kept"
      fi
      """;

  private final Path folder;
  private String rollback = "back.sh";

  public AppRelease(Path folder) {
    this.folder = folder;
    write("root/etc/app.conf", "name=app\nformat=1\n", "rw-r-----");
    write("root/var/lib/app/data", "one\ntwo\n", "rw-r--r--");
    link("root/opt/app/current", "1.0");
    script(DRY + CONVERT);
    back(DRY + BACK);
  }

  public AppRelease script(String shell) {
    return write("app/2.0/convert.sh", HEAD + shell, "rw-r--r--");
  }

  public AppRelease back(String shell) {
    return write("app/2.0/back.sh", HEAD + shell, "rw-r--r--");
  }

  public AppRelease rollback(String how) {
    rollback = how;
    return this;
  }

  public Path release() {
    write(
        "app/2.0/component.yaml",
        """
        component: app
        version: "2.0"
        upgrades-from: ["1.0"]
        actions:
          convert: {script: convert.sh, %s, timeout: 30s, retries: 0, with: {level: 1}}
        """
            .formatted(rollback.contains(":") ? rollback : "rollback: " + rollback),
        "rw-r--r--");
    return folder.resolve("app/2.0");
  }

  public Path root() {
    return folder.resolve("root");
  }

  public Path folder() {
    return folder;
  }

  /** {@code upg WORDS RELEASE OPTIONS --host-root ROOT}. */
  public CliRun upg(String words, String... options) {
    List<String> args = new ArrayList<>(List.of(words.split(" ")));
    args.add(release().toString());
    args.addAll(List.of("--host-root", root().toString()));
    args.addAll(List.of(options));
    return CliRun.upg(Map.of(), args.toArray(String[]::new));
  }

  private void link(String path, String to) {
    try {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.createSymbolicLink(folder.resolve(path), Path.of(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public AppRelease write(String path, String text, String mode) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }
}
