package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.http.Addresses;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
  @TempDir Path folder;

  @Test
  void a_port_is_kept_for_the_next_start() throws Exception {
    int port = Ports.in(file()).of("postgres");
    assertThat(Ports.in(file()).of("postgres")).isEqualTo(port);
    assertThat(Ports.in(file()).of("temporal")).isNotEqualTo(port);
  }

  @Test
  void a_kept_port_that_another_process_took_is_named() throws Exception {
    int port = Ports.in(file()).of("artifacts");
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(Addresses.loopback(port));
      assertThatThrownBy(() -> Ports.in(file()).free("artifacts"))
          .isInstanceOf(StartFailed.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("artifacts")
          .hasMessageContaining(file().toString());
    }
    assertThat(Ports.in(file()).free("artifacts")).isEqualTo(port);
  }

  private Path file() {
    return folder.resolve("ports.json");
  }
}
