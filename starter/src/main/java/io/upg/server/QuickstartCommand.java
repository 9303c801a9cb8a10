package io.upg.server;

import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.Upg;
import io.upg.cli.UpgCommand;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code upg quickstart}: a whole upgrade, in a minute. */
@Command(
    name = "quickstart",
    description = {
      "Upgrade a sample cloud of twelve hosts, from nothing to services that answer their new version.",
      "Starts everything that it needs and stops it at the end; the data stays."
    })
public final class QuickstartCommand extends UpgCommand {
  static final String PROJECT = "sample";
  private static final int INTERRUPTED = 130;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description =
          "Where everything is kept: a folder that is empty, or that an earlier quickstart made: that one is emptied. Default: .upg/quickstart in the checkout.")
  private Path dir;

  @Option(
      names = "--temporal",
      paramLabel = "WHICH",
      description =
          "embedded, dev or HOST:PORT. Default: dev where `temporal` is on PATH, else embedded.")
  private String temporal;

  public QuickstartCommand(CliContext context) {
    super(context);
  }

  @Override
  @SuppressWarnings("try") // the signal is in force by being there
  public Integer call() throws Exception {
    Checkout checkout = Checkout.here();
    StackOptions options = options(checkout);
    UpCommand.refuseUseOf(() -> QuickstartFolder.prepare(options.folder()));
    Logs.toFile(options.folder().logs());
    try (Stack stack = new Stack(options, this::say);
        UntilSignal signal = UntilSignal.closes(stack, INTERRUPTED)) {
      say("Starting a cloud of %d hosts …".formatted(options.sandbox().size()));
      UpCommand.start(stack);
      int exit = upgrade(checkout, options.folder());
      return exit == ExitCode.DONE ? report(checkout, options, stack) : exit;
    }
  }

  private StackOptions options(Checkout checkout) {
    return new StackOptions(
        new DataFolder(dir == null ? checkout.quickstart() : dir),
        TemporalChoice.of(temporal, Optional.empty()),
        Optional.empty(),
        SandboxInventory.read(checkout.sample("inventory.yaml")),
        Optional.of(checkout.sample("provision.py")));
  }

  /** The commands that an operator gives, each as if typed; the first that fails is the last. */
  private int upgrade(Checkout checkout, DataFolder folder) {
    Map<String, String> env = new HashMap<>(context().env());
    env.put("UPG_HOME", folder.root().toString());
    List<List<String>> commands =
        List.of(
            List.of("compile", checkout.sample("project.yaml").toString()),
            List.of("run", PROJECT),
            List.of("run", PROJECT, "commit")); // irreversible: it runs only when named
    int exit = ExitCode.DONE;
    for (List<String> command : commands) {
      say("$ upg " + String.join(" ", command));
      exit = Upg.run(command.toArray(String[]::new), context().out(), context().err(), env);
      if (exit != ExitCode.DONE) {
        break;
      }
    }
    return exit;
  }

  private int report(Checkout checkout, StackOptions options, Stack stack) {
    VersionTable table = new LiveVersions(options, stack.database()).of(PROJECT);
    context().out().println();
    table.lines().forEach(context().out()::println);
    context().out().println();
    next(checkout, options.folder()).forEach(context().out()::println);
    return table.asPlanned() ? ExitCode.DONE : ExitCode.WAITS;
  }

  private static List<String> next(Checkout checkout, DataFolder folder) {
    String upg = checkout.upg();
    String home = Checkout.typed(folder.root());
    String inventory = Checkout.typed(checkout.sample("inventory.yaml"));
    return List.of(
        "Plan, states and logs lie in " + home + ". The cloud is stopped; to go on with it:",
        "  %s up --dir %s --sandbox %s".formatted(upg, home, inventory),
        "and while that runs, in another terminal:",
        "  UPG_HOME=%s %s tasks %s --host ctrl-1".formatted(home, upg, PROJECT),
        "  UPG_HOME=%s %s plan show %s".formatted(home, upg, PROJECT));
  }
}
