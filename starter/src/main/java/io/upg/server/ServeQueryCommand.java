package io.upg.server;

import io.upg.access.Access;
import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.StoreOptions;
import io.upg.cli.Unavailable;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.http.Addresses;
import java.io.IOException;
import java.net.InetSocketAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code upg serve query}. */
@Command(
    name = "query",
    description =
        "What status, tasks, logs and audit print with -o json, over HTTP. Reads PostgreSQL only."
            + " Several may run.")
public final class ServeQueryCommand extends UpgCommand {
  @Option(
      names = "--bind",
      paramLabel = "[ADDR:]PORT",
      defaultValue = "127.0.0.1:7281",
      description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
  private String bind;

  @Mixin private AccessOptions access;
  @Mixin private StoreOptions store;

  public ServeQueryCommand(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    Logs.transitions();
    InetSocketAddress address = address();
    Access asked =
        access.at(address, "--bind " + bind, "reads every project and the output of its scripts");
    String jdbc = store.jdbc(context().env());
    try (QueryServer server = start(jdbc, address, asked);
        UntilSignal signal = UntilSignal.closes(server)) {
      say("Serving at " + server.url() + QueryPaths.STATUS);
      context().out().println("ready");
      signal.stay();
    }
    return ExitCode.DONE;
  }

  private static QueryServer start(String jdbc, InetSocketAddress address, Access access) {
    try {
      return QueryServer.start(jdbc, address, access);
    } catch (IOException e) {
      throw new Unavailable(
          "Queries cannot be served at %s: %s".formatted(Addresses.text(address), e.getMessage()),
          e);
    }
  }

  private InetSocketAddress address() {
    try {
      return Addresses.parse(bind);
    } catch (IllegalArgumentException e) {
      throw new UsageProblem("--bind " + e.getMessage());
    }
  }
}
