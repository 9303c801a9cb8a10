package io.upg.agent.builtin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Packages of rpm; on a host whose root is a folder, with {@code --root}. */
final class Rpm implements PackageManager {
  private static final String LINE = "@";
  private static final String VERSION = "%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}.%{ARCH}\\n";

  private final BuiltinContext context;

  Rpm(BuiltinContext context) {
    this.context = context;
  }

  @Override
  public Pack read(Path file) throws ActionFailed, IOException, InterruptedException {
    Ran ran = ask("-qp", "--qf", LINE + "%{NAME} " + VERSION, file.toString());
    List<String> lines = marked(ran);
    if (lines.size() != 1) {
      throw new ActionFailed("rpm cannot read the package" + ran.lastLine());
    }
    String[] words = lines.get(0).split(" ", 2);
    return new Pack(words[0], words[1]);
  }

  @Override
  public Optional<String> installed(String name)
      throws ActionFailed, IOException, InterruptedException {
    Ran ran = ask("-q", "--qf", LINE + VERSION, name);
    List<String> versions = marked(ran);
    if (versions.isEmpty() && !ran.said().contains("is not installed")) {
      throw new ActionFailed("rpm cannot be asked for " + name + ran.lastLine());
    }
    return versions.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", versions));
  }

  @Override
  public String cure() {
    return "rpm --rebuilddb";
  }

  @Override
  public List<String> configs(String name) throws ActionFailed, IOException, InterruptedException {
    return paths(ask("-qc", name));
  }

  @Override
  public List<String> configs(Path file) throws ActionFailed, IOException, InterruptedException {
    return paths(ask("-qpc", file.toString()));
  }

  @Override
  public List<String> leftovers() {
    return List.of(".rpmnew", ".rpmsave", ".rpmorig");
  }

  @Override
  public List<String> install(List<Path> files, boolean back) {
    List<String> words = command("-U", "-v", "--replacepkgs");
    if (back) {
      words.add("--oldpackage");
    }
    files.forEach(file -> words.add(file.toString()));
    return words;
  }

  /** What configuration files leave behind, the task that kept them removes. */
  @Override
  public List<String> remove(List<String> names, boolean configs) {
    List<String> words = command("-e", "-v");
    words.addAll(names);
    return words;
  }

  @Override
  public List<Path> locks() throws ActionFailed, IOException, InterruptedException {
    String database = ask("--eval", "%{_dbpath}").said().strip();
    return List.of(context.onHost(database).resolve(".rpm.lock"));
  }

  @Override
  public boolean lost(Ran ran) {
    return ran.exit() != 0 && ran.said().contains("can't create transaction lock");
  }

  /** It takes no notice itself of a scriptlet that fails once the files are there. */
  @Override
  public Optional<String> problem(Ran ran) {
    Optional<String> scriptlet =
        ran.said().lines().filter(line -> line.contains(" scriptlet failed")).findFirst();
    if (ran.exit() == 0) {
      return scriptlet.map(line -> line.replaceFirst("^(warning|error): ", ""));
    }
    return Optional.of("rpm ended with exit code " + ran.exit() + ran.errorLines());
  }

  private Ran ask(String... words) throws ActionFailed, IOException, InterruptedException {
    return context.programs().ask(command(words));
  }

  private List<String> command(String... words) {
    List<String> command = new ArrayList<>(List.of("rpm"));
    if (context.root().getNameCount() > 0) {
      command.addAll(List.of("--root", context.root().toString()));
    }
    command.addAll(List.of(words));
    return command;
  }

  private static List<String> marked(Ran ran) {
    return ran.said()
        .lines()
        .filter(line -> line.startsWith(LINE))
        .map(line -> line.substring(LINE.length()))
        .sorted()
        .toList();
  }

  private static List<String> paths(Ran ran) {
    return ran.said().lines().filter(line -> line.startsWith("/")).toList();
  }
}
