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
 * {@code package.install {file, previous?, lock-wait?: 5m, transaction?}} of an rpm or a deb.
 * Nothing is begun that could not be taken back: where a version is installed, {@code previous} is
 * its package. Taken back, that version is installed again, or none, and configuration files are
 * what they were. Several are changed by one call of the package manager.
 */
final class SystemPackage {
  private static final Duration LOCK_WAIT = Duration.ofMinutes(5);

  private final BuiltinContext context;
  private final PackageManager manager;
  private final Params params;
  private Pack wanted;
  private Optional<String> now;
  private Found found;

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
  private record Found(String before, KeptFiles configs, Stage stage) {}

  SystemPackage(BuiltinContext context, PackageManager manager) throws ActionFailed {
    this.context = context;
    this.manager = manager;
    this.params = context.params("file", "previous", "lock-wait", "transaction");
  }

  /**
   * Installs them all.
   *
   * @return what became of each
   */
  static List<String> run(List<SystemPackage> all)
      throws ActionFailed, IOException, InterruptedException {
    for (SystemPackage one : all) {
      one.look();
    }
    List<SystemPackage> missing = all.stream().filter(one -> !one.isThere()).toList();
    List<String> messages = all.stream().map(SystemPackage::message).toList();
    for (SystemPackage one : missing) {
      one.note(Stage.BEGUN);
    }
    install(missing, "file", false);
    for (SystemPackage one : missing) {
      one.note(Stage.INSTALLED);
    }
    return messages;
  }

  /**
   * Takes them all back.
   *
   * @return what became of each
   */
  static List<String> rollback(List<SystemPackage> all)
      throws ActionFailed, IOException, InterruptedException {
    for (SystemPackage one : all) {
      one.lookBack();
    }
    List<String> messages = all.stream().map(SystemPackage::messageBack).toList();
    List<SystemPackage> changed = all.stream().filter(SystemPackage::isChanged).toList();
    for (SystemPackage one : changed) {
      one.note(Stage.BACK);
    }
    install(changed.stream().filter(one -> one.found.before() != null).toList(), "previous", true);
    List<SystemPackage> fresh =
        changed.stream().filter(one -> one.found.before() == null && one.now.isPresent()).toList();
    remove(fresh.stream().filter(one -> !one.hadConfigs()).toList(), true);
    remove(fresh.stream().filter(SystemPackage::hadConfigs).toList(), false);
    for (SystemPackage one : all) {
      one.restore();
    }
    return messages;
  }

  private void look() throws ActionFailed, IOException, InterruptedException {
    Path file = file("file");
    wanted = manager.read(file);
    now = manager.installed(wanted.name());
    Optional<Found> earlier = context.state().read(Found.class);
    found = earlier.isPresent() ? earlier.get() : find(file);
  }

  private boolean isThere() {
    return found.stage() == Stage.INSTALLED && now.equals(Optional.of(wanted.version()));
  }

  private String message() {
    if (isThere()) {
      return wanted + " was already installed";
    }
    return found.before() == null
        ? wanted + " installed"
        : "%s %s -> %s".formatted(wanted.name(), found.before(), wanted.version());
  }

  /** What the task finds at its first try; refused where it could not be brought back. */
  private Found find(Path file) throws ActionFailed, IOException, InterruptedException {
    if (now.isEmpty()) {
      return kept(file, null);
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
      Found there = new Found(before, new KeptFiles(List.of(), List.of()), Stage.INSTALLED);
      context.state().write(there);
      return there;
    }
    if (context.reversible()) {
      requirePrevious(before);
    }
    return kept(file, before);
  }

  private Found kept(Path file, String before)
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
    Found first = new Found(before, KeptFiles.take(copies(), paths), Stage.BEGUN);
    context.state().write(first);
    return first;
  }

  private void requirePrevious(String before)
      throws ActionFailed, IOException, InterruptedException {
    Optional<String> written = params.optional("previous");
    if (written.isEmpty()) {
      throw new ActionFailed(
          "%s %s is installed, and nothing could bring it back: put its package into the release and name it, previous: FILE; or say reversible: false"
              .formatted(wanted.name(), before));
    }
    Pack previous = manager.read(file("previous"));
    if (!previous.equals(new Pack(wanted.name(), before))) {
      throw new ActionFailed(
          "%s %s is installed, but 'previous' (%s) is %s; expected the package of what is installed"
              .formatted(wanted.name(), before, written.get(), previous));
    }
  }

  private void lookBack() throws ActionFailed, IOException, InterruptedException {
    found = context.state().read(Found.class).orElse(null);
    if (found == null) {
      return;
    }
    wanted = manager.read(file("file"));
    now = manager.installed(wanted.name());
    for (String version : now.orElse("").split(", ")) {
      String bare = version.split(" ")[0];
      if (!List.of("", wanted.version(), before().orElse("")).contains(bare)) {
        throw new ActionFailed(
            "%s is %s; expected %s or %s: somebody changed it, set it right and run again"
                .formatted(wanted.name(), now.get(), wanted.version(), before().orElse("none")));
      }
    }
    if (isChanged() && found.before() != null) {
      requirePrevious(found.before());
    }
  }

  private Optional<String> before() {
    return Optional.ofNullable(found.before());
  }

  private boolean isChanged() {
    return found != null && (!now.equals(before()) || found.stage() == Stage.BACK);
  }

  private boolean hadConfigs() {
    return found.configs().files().stream().anyMatch(file -> file.copy() != null);
  }

  private String messageBack() {
    if (found == null) {
      return "nothing was installed";
    }
    return before()
        .map(version -> "%s is %s again".formatted(wanted.name(), version))
        .orElse(wanted.name() + " removed");
  }

  private void restore() throws ActionFailed, IOException {
    if (found != null) {
      found.configs().restore();
      context.state().clear();
      FileTrees.delete(copies());
    }
  }

  private void note(Stage stage) throws IOException {
    found = new Found(found.before(), found.configs(), stage);
    context.state().write(found);
  }

  private static void install(List<SystemPackage> packages, String parameter, boolean back)
      throws ActionFailed, IOException, InterruptedException {
    Set<Path> files = new LinkedHashSet<>();
    for (SystemPackage one : packages) {
      files.add(one.file(parameter));
    }
    if (!files.isEmpty()) {
      change(packages, packages.get(0).manager.install(List.copyOf(files), back));
    }
  }

  private static void remove(List<SystemPackage> packages, boolean configs)
      throws ActionFailed, IOException, InterruptedException {
    List<String> names = packages.stream().map(one -> one.wanted.name()).distinct().toList();
    if (!names.isEmpty()) {
      change(packages, packages.get(0).manager.remove(names, configs));
    }
  }

  /** In the name of the first one; what is said is shown on each. */
  private static void change(List<SystemPackage> packages, List<String> words)
      throws ActionFailed, IOException, InterruptedException {
    SystemPackage first = packages.get(0);
    Duration limit = first.params.duration("lock-wait", LOCK_WAIT);
    PackageLock lock = new PackageLock(first.manager.locks(), limit, first.context.say());
    Ran ran;
    do {
      lock.await();
      ran = first.context.programs().run(words, PackageManager.ENVIRONMENT);
    } while (first.manager.lost(ran) && lock.mayTryAgain());
    for (SystemPackage other : packages.subList(1, packages.size())) {
      other.context.say().accept(ran.said().stripTrailing());
    }
    Optional<String> problem = first.manager.problem(ran);
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
