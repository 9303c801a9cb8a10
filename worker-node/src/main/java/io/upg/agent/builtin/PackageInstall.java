package io.upg.agent.builtin;

import io.upg.plan.model.Direction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code package.install {file, …}}: a tar.gz, an rpm or a deb of the release, as its name says.
 * Installs of one host take turns; those of one group that say {@code transaction: true} are one
 * call of the package manager, made by the first whose turn it is.
 */
final class PackageInstall implements Builtin {
  static final String NAME = "package.install";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean takesTurns() {
    return true;
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    return kind(context.params()).isEmpty()
        ? ArchiveInstall.run(context)
        : act(context, Direction.RUN);
  }

  @Override
  public String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    return kind(context.params()).isEmpty()
        ? ArchiveInstall.rollback(context)
        : act(context, Direction.ROLLBACK);
  }

  /** How the names of those end that may be one transaction with it; empty where it is alone. */
  static Optional<String> transaction(Map<String, Object> params) {
    return "true".equals(String.valueOf(params.get("transaction")))
        ? kind(params)
        : Optional.empty();
  }

  private static String act(BuiltinContext context, Direction direction)
      throws ActionFailed, IOException, InterruptedException {
    Optional<PackageTransaction> transaction = context.transaction();
    if (transaction.isEmpty()) {
      return perform(List.of(context), direction).get(0);
    }
    Optional<PackageTransaction.Told> told = transaction.get().told(context.task());
    return told.isPresent()
        ? told.get().message()
        : actForAll(context, transaction.get(), direction);
  }

  private static String actForAll(
      BuiltinContext mine, PackageTransaction transaction, Direction direction)
      throws ActionFailed, IOException, InterruptedException {
    List<BuiltinContext> parts = transaction.parts();
    List<String> messages;
    try {
      messages = perform(parts, direction);
    } catch (ActionFailed | IOException | InterruptedException e) {
      String why = "in one transaction with %s: %s".formatted(mine.task(), e.getMessage());
      parts.forEach(part -> transaction.tell(part.task(), PackageTransaction.Told.failed(why)));
      throw e;
    }
    for (int i = 0; i < parts.size(); i++) {
      transaction.tell(parts.get(i).task(), PackageTransaction.Told.done(messages.get(i)));
    }
    return transaction.told(mine.task()).orElseThrow().message();
  }

  private static List<String> perform(List<BuiltinContext> contexts, Direction direction)
      throws ActionFailed, IOException, InterruptedException {
    List<SystemPackage> packages = new ArrayList<>();
    for (BuiltinContext context : contexts) {
      boolean rpm = kind(context.params()).equals(Optional.of(".rpm"));
      packages.add(new SystemPackage(context, rpm ? new Rpm(context) : new Dpkg(context)));
    }
    return direction == Direction.RUN
        ? SystemPackage.run(packages)
        : SystemPackage.rollback(packages);
  }

  /** Empty for an archive. */
  private static Optional<String> kind(Map<String, Object> params) {
    String file = String.valueOf(params.get("file"));
    return List.of(".rpm", ".deb").stream().filter(file::endsWith).findFirst();
  }
}
