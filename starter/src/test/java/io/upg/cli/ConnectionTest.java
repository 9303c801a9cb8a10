package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConnectionTest {
  @TempDir private Path home;

  @Test
  void what_was_written_is_read_again() {
    Connection connection =
        new Connection("127.0.0.1:7233", "default", "jdbc:postgresql://x/upg", null, "http://a");

    connection.write(home);

    assertThat(Connection.read(home)).isEqualTo(connection);
    assertThat(home.toFile().list()).containsExactly(Connection.FILE);
  }

  @Test
  void an_option_goes_before_the_file() {
    new Connection("127.0.0.1:7233", null, "jdbc:postgresql://x/upg", null, null).write(home);
    Map<String, String> env = Map.of("UPG_HOME", home.toString());

    assertThat(options("--jdbc", "jdbc:other").jdbc(env)).isEqualTo("jdbc:other");
    assertThat(options().jdbc(env)).isEqualTo("jdbc:postgresql://x/upg");
    assertThat(options().temporal(env).namespace()).isEqualTo("default");
  }

  @Test
  void without_UPG_HOME_and_option_the_message_says_what_to_do() {
    assertThatThrownBy(() -> options().jdbc(Map.of()))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContainingAll("PostgreSQL", "upg up --dir D", "--jdbc URL");
  }

  @Test
  void a_home_without_connection_file_is_named() {
    assertThatThrownBy(() -> options().jdbc(Map.of("UPG_HOME", home.toString())))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContainingAll(home.toString(), "upg up --dir " + home);
  }

  @Test
  void a_broken_connection_file_is_named() throws IOException {
    Files.writeString(home.resolve(Connection.FILE), "{\"jdbc\":");

    assertThatThrownBy(() -> Connection.read(home))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining(home.resolve(Connection.FILE).toString());
  }

  private static ConnectionOptions options(String... args) {
    ConnectionOptions options = new ConnectionOptions();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("c", mixin(options)))
        .parseArgs(args);
    return options;
  }

  private static CommandLine.Model.CommandSpec mixin(ConnectionOptions options) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
  }
}
