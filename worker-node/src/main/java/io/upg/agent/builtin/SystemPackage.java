package io.upg.agent.builtin;

import io.upg.agent.artifact.FileTrees;
import io.upg.agent.builtin.PackageManager.Pack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code package.install {file, previous?, lock-wait?: 5m}} of an rpm or a deb. Nothing is begun
 * that could not be taken back: where a version is installed, {@code previous} is its package.
 * Taken back, that version is installed again, or none, and configuration files are what they were.
 */
final class SystemPackage {
  private static final Duration LOCK_WAIT = Duration.ofMinutes(5);

  private final BuiltinContext context;
  private final PackageManager manager;
  private final Params params;

  /** How far it has come. */
  private enum Stage {
    BEGUN,
    INSTALLED,
    BACK
  }

  /**
   * What was there before.
   *
   * @param before the version, or null
   */
  private record Found(String before, KeptFiles configs, Stage stage) {
    Found at(Stage next) {
      return new Found(before, configs, next);
    }
  }

  SystemPackage(BuiltinContext context, PackageManager manager) throws ActionFailed {
    this.context = context;
    this.manager = manager;
    this.params = context.params("file", "previous", "lock-wait");
  }

  String run() throws ActionFailed, IOException, InterruptedException {
    Path file = file("file");
    Pack wanted = manager.read(file);
    Optional<String> now = manager.installed(wanted.name());
    Optional<Found> earlier = context.state().read(Found.class);
    Found found = earlier.isPresent() ? earlier.get() : find(file, wanted, now);
    boolean there = now.equals(Optional.of(wanted.version()));
    if (there && found.stage() == Stage.INSTALLED) {
      return wanted + " was already installed";
    }
    context.state().write(found.at(Stage.BEGUN));
    change(manager.install(file, false));
    context.state().write(found.at(Stage.INSTALLED));
    return found.before() == null
        ? wanted + " installed"
        : "%s %s -> %s".formatted(wanted.name(), found.before(), wanted.version());
  }

  /** What the task finds at its first try; refused where it could not be brought back. */
  private Found find(Path file, Pack wanted, Optional<String> now)
      throws ActionFailed, IOException, InterruptedException {
    if (now.isEmpty()) {
      return kept(file, wanted, null);
    }
    String before = now.get();
    if (before.contains(",")) {
      throw new ActionFailed(
          "%s is installed more than once (%s); expected one version that is replaced: install such a package with 'command'"
              .formatted(wanted.name(), before));
    }
    if (before.contains(" ")) {
      throw new ActionFailed(
          "%s %s: an earlier install was cut short; look at it (%s), then run again"
              .formatted(wanted.name(), before.replace(" ", " is "), manager.cure()));
    }
    if (before.equals(wanted.version())) {
      Found found = new Found(before, new KeptFiles(List.of(), List.of()), Stage.INSTALLED);
      context.state().write(found);
      return found;
    }
    if (context.reversible()) {
      requirePrevious(wanted.name(), before);
    }
    return kept(file, wanted, before);
  }

  private Found kept(Path file, Pack wanted, String before)
      throws ActionFailed, IOException, InterruptedException {
    Set<String> configs = new LinkedHashSet<>(manager.configs(file));
    configs.addAll(manager.configs(wanted.name()));
    Set<Path> paths = new LinkedHashSet<>();
    for (String config : configs) {
      Path path = context.onHost(config);
      paths.add(path);
      for (String ending : manager.leftovers()) {
        paths.add(path.resolveSibling(path.getFileName() + ending));
      }
    }
    Found found = new Found(before, KeptFiles.take(copies(), paths), Stage.BEGUN);
    context.state().write(found);
    return found;
  }

  private Path requirePrevious(String name, String before)
      throws ActionFailed, IOException, InterruptedException {
    Optional<String> written = params.optional("previous");
    if (written.isEmpty()) {
      throw new ActionFailed(
          "%s %s is installed, and nothing could bring it back: put its package into the release and name it, previous: FILE; or say reversible: false"
              .formatted(name, before));
    }
    Path file = file("previous");
    Pack previous = manager.read(file);
    if (!previous.equals(new Pack(name, before))) {
      throw new ActionFailed(
          "%s %s is installed, but 'previous' (%s) is %s; expected the package of what is installed"
              .formatted(name, before, written.get(), previous));
    }
    return file;
  }

  String rollback() throws ActionFailed, IOException, InterruptedException {
    Optional<Found> recorded = context.state().read(Found.class);
    if (recorded.isEmpty()) {
      return "nothing was installed";
    }
    Found found = recorded.get();
    Pack wanted = manager.read(file("file"));
    Optional<String> before = Optional.ofNullable(found.before());
    Optional<String> now = manager.installed(wanted.name());
    requireOurs(wanted, before, now);
    if (!now.equals(before) || found.stage() == Stage.BACK) {
      context.state().write(found.at(Stage.BACK));
      takeBack(wanted.name(), found, now);
    }
    found.configs().restore();
    context.state().clear();
    FileTrees.delete(copies());
    return before
        .map(version -> "%s is %s again".formatted(wanted.name(), version))
        .orElse(wanted.name() + " removed");
  }

  private void takeBack(String name, Found found, Optional<String> now)
      throws ActionFailed, IOException, InterruptedException {
    if (found.before() != null) {
      change(manager.install(requirePrevious(name, found.before()), true));
    } else if (now.isPresent()) {
      boolean hadConfigs = found.configs().files().stream().anyMatch(file -> file.copy() != null);
      change(manager.remove(name, !hadConfigs));
    }
  }

  private static void requireOurs(Pack wanted, Optional<String> before, Optional<String> now)
      throws ActionFailed {
    for (String version : now.orElse("").split(", ")) {
      String bare = version.split(" ")[0];
      if (!bare.isEmpty() && !bare.equals(wanted.version()) && !bare.equals(before.orElse(""))) {
        throw new ActionFailed(
            "%s is %s; expected %s or %s: somebody changed it, set it right and run again"
                .formatted(wanted.name(), now.get(), wanted.version(), before.orElse("none")));
      }
    }
  }

  private void change(List<String> words) throws ActionFailed, IOException, InterruptedException {
    PackageLock lock =
        new PackageLock(manager.locks(), params.duration("lock-wait", LOCK_WAIT), context.say());
    Ran ran;
    do {
      lock.await();
      ran = context.programs().run(words, PackageManager.ENVIRONMENT);
    } while (manager.lost(ran));
    Optional<String> problem = manager.problem(ran);
    if (problem.isPresent()) {
      throw new ActionFailed(problem.get());
    }
  }

  private Path file(String parameter) throws ActionFailed, IOException, InterruptedException {
    return context.releases().cache().file(context.release().sha256(params.text(parameter)));
  }

  private Path copies() {
    return context.stateDir().resolve("kept");
  }
}
