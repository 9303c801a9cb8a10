package io.upg.server;

import io.upg.access.Access;
import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.Unavailable;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.http.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg serve artifacts}. */
@Command(
    name = "artifacts",
    description = "Releases and scripts by digest over HTTP: GET, HEAD and PUT of /sha256/HEX.")
public final class ServeArtifactsCommand extends UpgCommand {
  @Option(
      names = "--dir",
      paramLabel = "FOLDER",
      description = "Where the artifacts lie. Default: artifacts/ in UPG_HOME.")
  private Path dir;

  @Option(
      names = "--listen",
      paramLabel = "[HOST:]PORT",
      defaultValue = "127.0.0.1:7280",
      description =
          "Address to listen on. Default: ${DEFAULT-VALUE}. Whoever can reach it can read and add.")
  private String listen;

  @Mixin private AccessOptions access;

  public ServeArtifactsCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    Logs.transitions();
    Path folder = folder();
    InetSocketAddress address = address();
    Access asked =
        access.at(address, "--listen " + listen, "reads every release and puts what hosts run");
    try (ArtifactServer server = start(folder, address, asked);
        UntilSignal signal = UntilSignal.closes(server)) {
      say("Serving " + folder + " at " + server.url());
      context().out().println("ready");
      signal.stay();
    }
    return ExitCode.DONE;
  }

  private static ArtifactServer start(Path folder, InetSocketAddress address, Access access) {
    try {
      return ArtifactServer.start(folder, address, access);
    } catch (IOException e) {
      throw new Unavailable(
          "Artifacts of %s cannot be served at %s: %s".formatted(folder, address, e.getMessage()),
          e);
    }
  }

  private Path folder() {
    if (dir != null) {
      return dir;
    }
    String home = context().env().get("UPG_HOME");
    if (home == null) {
      throw new UsageProblem("No folder: give --dir FOLDER, or set UPG_HOME.");
    }
    return new DataFolder(Path.of(home)).artifacts();
  }

  private InetSocketAddress address() {
    try {
      return Addresses.parse(listen);
    } catch (IllegalArgumentException e) {
      throw new UsageProblem("--listen " + e.getMessage());
    }
  }
}
