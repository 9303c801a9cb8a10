package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real rpm and dpkg of this machine: they build small packages, and say what a root has. */
enum PackageTools {
  RPM("rpm", "root/.rpmdb") {
    @Override
    byte[] build(Path folder, Source source) throws Exception {
      Path spec = folder.resolve("package.spec");
      Files.writeString(spec, spec(source));
      run(
          Map.of("HOME", folder.toString()),
          "rpmbuild",
          "-bb",
          "--quiet",
          "--define",
          "_topdir " + folder,
          spec.toString());
      return Files.readAllBytes(
          folder.resolve("RPMS/noarch/%s-%s-1.noarch.rpm".formatted(source.name, source.version)));
    }

    private String spec(Source source) {
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "Name: " + source.name,
                  "Version: " + source.version,
                  "Release: 1",
                  "Summary: of a test",
                  "License: none",
                  "BuildArch: noarch",
                  "AutoReqProv: no",
                  "Provides: /bin/sh",
                  "%description",
                  "Of a test.",
                  "%install",
                  "cp -a %s/. %%{buildroot}/".formatted(source.files)));
      if (!source.needs.isEmpty()) {
        lines.add(4, "Requires: %s = %s".formatted(source.needs, source.version));
      }
      if (!source.post.isEmpty()) {
        lines.addAll(List.of("%post", source.post));
      }
      lines.addAll(
          List.of(
              "%files",
              "/opt/" + source.name,
              "%dir /etc/" + source.name,
              "%%config(noreplace) /etc/%s/conf".formatted(source.name)));
      return String.join("\n", lines) + "\n";
    }

    @Override
    List<String> install(Path root, Path... files) {
      return command(List.of("rpm", "--root", root.toString(), "-U"), files);
    }

    @Override
    String version(String bare) {
      return bare + "-1.noarch";
    }

    @Override
    String installed(Path root, String name) throws Exception {
      String query = "%{VERSION}-%{RELEASE}.%{ARCH},";
      return capture("rpm", "--root", root.toString(), "-q", "--qf", query, name);
    }
  },

  DEB("deb", "var") {
    @Override
    byte[] build(Path folder, Source source) throws Exception {
      Path control = Files.createDirectories(source.files.resolve("DEBIAN"));
      Files.writeString(
          control.resolve("control"),
          """
          Package: %s
          Version: %s
          Architecture: all
          Maintainer: nobody <nobody@example.org>
          %sDescription: of a test
          """
              .formatted(source.name, source.version, depends(source)));
      Files.writeString(control.resolve("conffiles"), "/etc/%s/conf\n".formatted(source.name));
      if (!source.post.isEmpty()) {
        Path post = control.resolve("postinst");
        Files.writeString(post, "#!/bin/sh\n" + source.post + "\n");
        Files.setPosixFilePermissions(post, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      Path file = folder.resolve("package.deb");
      run(
          Map.of(),
          "dpkg-deb",
          "--root-owner-group",
          "--build",
          source.files.toString(),
          file.toString());
      return Files.readAllBytes(file);
    }

    private String depends(Source source) {
      return source.needs.isEmpty()
          ? ""
          : "Depends: %s (= %s)\n".formatted(source.needs, source.version);
    }

    @Override
    List<String> install(Path root, Path... files) {
      return command(List.of("dpkg", "--root=" + root, "--install"), files);
    }

    @Override
    String version(String bare) {
      return bare + "_all";
    }

    @Override
    String installed(Path root, String name) throws Exception {
      String query = "${Version}_${Architecture},";
      return capture("dpkg-query", "--admindir=" + root + "/var/lib/dpkg", "-W", "-f", query, name);
    }
  };

  /**
   * What a package is made of: {@code /opt/NAME/data}, {@code /etc/NAME/conf}, a scriptlet.
   *
   * @param needs another one of the same version, or empty
   */
  record Source(String name, String version, String post, String needs, Path files) {}

  /** How its packages' names end. */
  final String ending;

  /** The top folder of its database, below a root. */
  final String database;

  PackageTools(String ending, String database) {
    this.ending = ending;
    this.database = database;
  }

  abstract byte[] build(Path folder, Source source) throws Exception;

  /** The command that installs as an administrator would. */
  abstract List<String> install(Path root, Path... files);

  /** As this package manager tells it. */
  abstract String version(String bare);

  /** Versions, each with a comma behind it; something else where there is none. */
  abstract String installed(Path root, String name) throws Exception;

  /**
   * Leaves a test out where the machine lacks something, unless {@code -Dupg.packages=demand}, as
   * {@code .ci/run} says.
   */
  void require() {
    boolean demanded = "demand".equals(System.getProperty("upg.packages"));
    for (String tool : this == RPM ? List.of("rpm", "rpmbuild") : List.of("dpkg", "dpkg-deb")) {
      boolean there =
          List.of("/usr/bin/", "/bin/").stream()
              .anyMatch(folder -> Files.isExecutable(Path.of(folder + tool)));
      assumeTrue(demanded || there, "left out: no " + tool + " on this machine");
    }
    boolean root = System.getProperty("user.name").equals("root");
    assumeTrue(demanded || root, "left out: packages are installed into a root by root only");
  }

  /**
   * @param post the shell text that runs once its files are there, or an empty one
   */
  byte[] build(Path scratch, String name, String version, String post) throws Exception {
    return build(scratch, name, version, post, "");
  }

  /**
   * @param needs the other package of the same version without which this one may not be there
   */
  byte[] build(Path scratch, String name, String version, String post, String needs)
      throws Exception {
    Path folder = Files.createTempDirectory(scratch, "build");
    Path files = Files.createDirectories(folder.resolve("files"));
    Path data = Files.createDirectories(files.resolve("opt").resolve(name));
    Files.writeString(data.resolve("data"), name + " " + version + "\n");
    Files.writeString(data.resolve("only-" + version), "");
    Path etc = Files.createDirectories(files.resolve("etc").resolve(name));
    Files.writeString(etc.resolve("conf"), "# of " + version + "\n");
    return build(folder, new Source(name, version, post, needs, files));
  }

  /** Gives a root the programs that scriptlets need, with their libraries. */
  static void furnish(Path root) throws Exception {
    Files.writeString(Files.createDirectories(root.resolve("opt")).resolve("of-another"), "");
    for (String program : List.of("/bin/sh", "/bin/sleep", "/bin/mkdir", "/bin/rmdir")) {
      copy(Path.of(program), root);
      for (String word : capture("ldd", program).split("\\s+")) {
        if (word.startsWith("/")) {
          copy(Path.of(word), root);
        }
      }
    }
  }

  static void run(Map<String, String> environment, String... words) throws Exception {
    Path output = Files.createTempFile("upg-package", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      int exit = builder.start().waitFor();
      assertThat(exit).as("%s: %s", List.of(words), Files.readString(output)).isZero();
    } finally {
      Files.delete(output);
    }
  }

  private static List<String> command(List<String> words, Path... files) {
    List<String> command = new ArrayList<>(words);
    for (Path file : files) {
      command.add(file.toString());
    }
    return command;
  }

  private static void copy(Path program, Path root) throws IOException {
    Path target = root.resolve(program.toString().substring(1));
    Files.createDirectories(target.getParent());
    Files.copy(program, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String capture(String... words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
