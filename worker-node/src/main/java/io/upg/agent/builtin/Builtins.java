package io.upg.agent.builtin;

import io.upg.plan.model.Direction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every built-in by its name. */
public final class Builtins {
  private static final Map<String, Builtin> ALL = all();

  private Builtins() {}

  /**
   * Runs one, or takes it back.
   *
   * @return one sentence on what it did
   * @throws ActionFailed if it could not, or there is none of that name
   */
  public static String perform(String use, Direction direction, BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    Builtin builtin = ALL.get(use);
    if (builtin == null) {
      throw new ActionFailed(
          "This agent has no built-in '%s'; it has %s".formatted(use, ALL.keySet()));
    }
    return direction == Direction.RUN ? builtin.run(context) : builtin.rollback(context);
  }

  /**
   * Tasks of one group for which this is the same, and not empty, are one package transaction.
   *
   * @param params filled in
   */
  public static Optional<String> transaction(String use, Map<String, Object> params) {
    return use.equals(PackageInstall.NAME) ? PackageInstall.transaction(params) : Optional.empty();
  }

  static boolean takesTurns(String use) {
    return ALL.containsKey(use) && ALL.get(use).takesTurns();
  }

  /** Whether it may be performed again where an agent died with it. */
  public static boolean repeats(String use) {
    return !ALL.containsKey(use) || ALL.get(use).repeats();
  }

  private static Map<String, Builtin> all() {
    Map<String, Builtin> all = new TreeMap<>();
    List.of(
            new Distribute(),
            new PackageInstall(),
            new ServiceStop(),
            new ServiceStart(),
            new CheckDisk(),
            new CheckPort(),
            new CheckHttp(),
            new CheckCommand(),
            FileWrite.replace(),
            FileWrite.render(),
            new RunCommand())
        .forEach(builtin -> all.put(builtin.name(), builtin));
    return all;
  }
}
