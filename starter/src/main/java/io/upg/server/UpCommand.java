package io.upg.server;

import io.upg.access.TemporalTlsOptions;
import io.upg.access.Tls;
import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.Refused;
import io.upg.cli.Unavailable;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.plan.cut.Refusal;
import io.upg.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg up}. */
@Command(
    name = "up",
    description = {
      "Start everything in a folder and stay until Ctrl-C or TERM.",
      "Prints 'ready' when all of it polls. Started again on the same folder it goes on where it was."
    })
public final class UpCommand extends UpgCommand {
  @Option(
      names = "--dir",
      paramLabel = "D",
      required = true,
      description = "Where everything is kept. Other commands find it with UPG_HOME=D.")
  private Path dir;

  @Option(
      names = "--sandbox",
      paramLabel = "INVENTORY",
      description = "Run an agent for every host of this inventory, with root D/hosts/HOST.")
  private Path sandbox;

  @Option(
      names = "--provision",
      paramLabel = "SCRIPT",
      description = "Makes the root of a sandbox host that has none yet.")
  private Path provision;

  @Option(
      names = "--temporal",
      paramLabel = "WHICH",
      description =
          "embedded, dev or HOST:PORT. Default: dev where `temporal` is on PATH, else embedded.")
  private String temporal;

  @Mixin private TemporalTlsOptions tls;

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description = "A PostgreSQL that runs, instead of one of its own.")
  private String jdbc;

  public UpCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    StackOptions options = options();
    options.folder().make();
    Logs.toFile(options.folder().logs());
    try (Stack stack = new Stack(options, this::say);
        UntilSignal signal = UntilSignal.closes(stack)) {
      start(stack);
      say("UPG_HOME=" + options.folder().root());
      context().out().println("ready");
      signal.stay();
    }
    return ExitCode.DONE;
  }

  /** Starts it, with failures as the command line knows them. */
  static void start(Stack stack) throws IOException {
    refuseUseOf(
        () -> {
          try {
            stack.start();
          } catch (StartFailed | StoreException e) {
            throw new Unavailable(e.getMessage(), e);
          }
        });
  }

  /** Does something that needs the folder for itself. */
  static void refuseUseOf(Opened.Start<IOException> work) throws IOException {
    try {
      work.run();
    } catch (FolderLock.FolderInUse e) {
      throw new Refused(new Refusal("folder-in-use", e.getMessage(), List.of()));
    }
  }

  private StackOptions options() {
    if (provision != null && sandbox == null) {
      throw new UsageProblem("--provision makes sandbox hosts: it needs --sandbox INVENTORY.");
    }
    if (provision != null && !Files.isExecutable(provision)) {
      throw new UsageProblem("--provision '%s': expected an executable file.".formatted(provision));
    }
    return new StackOptions(
        new DataFolder(dir),
        TemporalChoice.of(temporal, tls.files().map(Tls::client)),
        Optional.ofNullable(jdbc),
        sandbox == null ? List.of() : SandboxInventory.read(sandbox),
        Optional.ofNullable(provision).map(Path::toAbsolutePath));
  }
}
