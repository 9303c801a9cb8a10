package io.upg.agent.builtin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Packages of dpkg; on a host whose root is a folder, with {@code --root}. */
final class Dpkg implements PackageManager {
  private static final String DATABASE = "/var/lib/dpkg";
  private static final Set<String> WHOLE =
      Set.of("installed", "triggers-awaited", "triggers-pending");
  private static final Set<String> GONE = Set.of("config-files", "not-installed");

  private final BuiltinContext context;

  Dpkg(BuiltinContext context) {
    this.context = context;
  }

  @Override
  public Pack read(Path file) throws ActionFailed, IOException, InterruptedException {
    Ran ran =
        context
            .programs()
            .ask(
                List.of(
                    "dpkg-deb",
                    "--show",
                    "--showformat=@${Package} ${Version}_${Architecture}\\n",
                    file.toString()));
    Optional<String> line = ran.said().lines().filter(l -> l.startsWith("@")).findFirst();
    if (line.isEmpty()) {
      throw new ActionFailed("dpkg-deb cannot read the package" + ran.lastLine());
    }
    String[] words = line.get().substring(1).split(" ", 2);
    return new Pack(words[0], words[1]);
  }

  @Override
  public Optional<String> installed(String name)
      throws ActionFailed, IOException, InterruptedException {
    List<String> versions = new ArrayList<>();
    Ran ran = query("@${db:Status-Status} ${Version}_${Architecture}\\n", name);
    for (String line : ran.said().lines().filter(l -> l.startsWith("@")).toList()) {
      String[] words = line.substring(1).split(" ", 2);
      if (WHOLE.contains(words[0])) {
        versions.add(words[1]);
      } else if (!GONE.contains(words[0])) {
        versions.add(words[1] + " " + words[0]);
      }
    }
    if (ran.exit() != 0 && !ran.said().contains("no packages found")) {
      throw new ActionFailed("dpkg-query cannot be asked for " + name + ran.lastLine());
    }
    return versions.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", versions));
  }

  @Override
  public String cure() {
    return "dpkg --configure -a";
  }

  @Override
  public List<String> configs(String name) throws ActionFailed, IOException, InterruptedException {
    return paths(query("${Conffiles}\\n", name));
  }

  @Override
  public List<String> configs(Path file) throws ActionFailed, IOException, InterruptedException {
    return paths(
        context.programs().ask(List.of("dpkg-deb", "--info", file.toString(), "conffiles")));
  }

  @Override
  public List<String> leftovers() {
    return List.of(".dpkg-dist", ".dpkg-old", ".dpkg-new");
  }

  @Override
  public List<String> install(List<Path> files, boolean back) {
    List<String> words = dpkg("--force-confdef", "--force-confold", "--install");
    files.forEach(file -> words.add(file.toString()));
    return words;
  }

  @Override
  public List<String> remove(List<String> names, boolean configs) {
    List<String> words = dpkg(configs ? "--purge" : "--remove");
    words.addAll(names);
    return words;
  }

  @Override
  public List<Path> locks() throws ActionFailed, IOException {
    Path database = context.onHost(DATABASE);
    return List.of(database.resolve("lock-frontend"), database.resolve("lock"));
  }

  @Override
  public boolean lost(Ran ran) {
    return ran.exit() != 0 && ran.said().contains("was locked by another process");
  }

  @Override
  public Optional<String> problem(Ran ran) {
    return ran.exit() == 0
        ? Optional.empty()
        : Optional.of("dpkg ended with exit code " + ran.exit() + ran.errorLines());
  }

  private Ran query(String format, String name)
      throws ActionFailed, IOException, InterruptedException {
    return context
        .programs()
        .ask(
            List.of(
                "dpkg-query",
                "--admindir=" + context.onHost(DATABASE),
                "--show",
                "--showformat=" + format,
                name));
  }

  private List<String> dpkg(String... words) {
    List<String> command = new ArrayList<>(List.of("dpkg", "--root=" + context.root()));
    command.addAll(List.of(words));
    return command;
  }

  private static List<String> paths(Ran ran) {
    return ran.said()
        .lines()
        .map(line -> line.strip().split(" ")[0])
        .filter(path -> path.startsWith("/"))
        .toList();
  }
}
