package io.upg.server;

import static io.upg.cli.CliRun.upg;

import io.upg.cli.ExitCode;
import io.upg.http.Addresses;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeMetricsTest {
  @ParameterizedTest
  @ValueSource(strings = {"orchestrator", "recorder"})
  void an_address_where_nobody_can_listen_is_bad_usage(String process) throws Exception {
    upg(Map.of(), "serve", process, "--metrics", "nonsense")
        .exits(ExitCode.USAGE)
        .says("--metrics 'nonsense' is no address: expected HOST:PORT");
    try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getByName(Addresses.LOOPBACK))) {
      String taken = Addresses.LOOPBACK + ":" + holder.getLocalPort();
      upg(Map.of(), "serve", process, "--metrics", taken)
          .exits(ExitCode.USAGE)
          .says("--metrics '" + taken + "': metrics cannot be served there", "Name a free port");
    }
  }
}
