package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.upg.plan.problem.InvalidInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code /etc/upg/node.yaml}. */
class NodeConfigTest {
  @TempDir Path folder;

  /** An agent that does not start. */
  @Command(name = "upg-node")
  static final class Options {
    @Mixin NodeOptions options;
  }

  @Test
  void every_option_stands_in_the_file_by_its_long_name() throws Exception {
    NodeOptions options =
        read(
            """
            host: cn-007
            temporal: temporal:7233
            namespace: upg
            artifacts: [http://one:80, "http://two:80"]
            root: /srv/root
            state-dir: /srv/own
            metrics: 9464
            sandbox: true
            """);

    assertThat(options.agent(options.access()))
        .isEqualTo(
            new AgentConfig(
                "cn-007",
                Path.of("/srv/root"),
                Path.of("/srv/own"),
                List.of(URI.create("http://one:80"), URI.create("http://two:80")),
                true,
                AgentConfig.END_GRACE));
    assertThat(options.temporal(options.access()).address()).isEqualTo("temporal:7233");
    assertThat(options.temporal(options.access()).namespace()).isEqualTo("upg");
    assertThat(options.metrics()).isEqualTo("9464");
  }

  @Test
  void the_command_line_wins_and_what_nobody_says_has_its_default() throws Exception {
    NodeOptions options =
        read("temporal: a:1\nartifacts: http://a\n", "--temporal", "b:2", "--host", "h1");

    assertThat(options.temporal(options.access()).address()).isEqualTo("b:2");
    assertThat(options.temporal(options.access()).namespace()).isEqualTo("default");
    assertThat(options.agent(options.access()).artifacts()).containsExactly(URI.create("http://a"));
    assertThat(options.agent(options.access()).stateDir()).isEqualTo(Path.of("/var/lib/upg"));
  }

  @Test
  void a_host_that_is_not_named_takes_the_machine_s_name() throws Exception {
    NodeOptions options = read("temporal: a:1\nartifacts: http://a\n");

    assertThat(options.agent(options.access()).host())
        .isEqualTo(Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_each_with_its_line_and_key() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    temporl: a:1
                    artifacts: [http://a, "no url"]
                    namespace: {a: b}
                    host: true
                    sandbox: perhaps
                    help: true
                    """))
        .isInstanceOfSatisfying(
            InvalidInput.class,
            wrong ->
                assertThat(wrong.getMessage().replace(folder + "/", "").lines())
                    .satisfiesExactly(
                        line ->
                            assertThat(line).startsWith("node.yaml:1: ").contains("'temporal'?"),
                        line ->
                            assertThat(line).startsWith("node.yaml:2: ").contains("'artifacts'"),
                        line ->
                            assertThat(line).startsWith("node.yaml:3: ").contains("'namespace'"),
                        line -> assertThat(line).startsWith("node.yaml:4: ").contains("'host'"),
                        line -> assertThat(line).startsWith("node.yaml:5: ").contains("'sandbox'"),
                        line -> assertThat(line).startsWith("node.yaml:6: ").contains("'help'")));
  }

  @Test
  void a_file_that_is_not_there_or_no_map_is_said_to_be_so() {
    assertThatThrownBy(() -> parse("--config", folder.resolve("none").toString()))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> read("- temporal\n"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("node.yaml:1: error: the file is a list");
  }

  private NodeOptions read(String text, String... arguments) throws IOException {
    Path file = Files.writeString(folder.resolve("node.yaml"), text);
    String[] all = new String[arguments.length + 1];
    all[0] = "--config=" + file;
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return parse(all);
  }

  private static NodeOptions parse(String... arguments) {
    Options options = new Options();
    CommandLine line = new CommandLine(options);
    NodeConfig.applyTo(line, arguments);
    line.parseArgs(arguments);
    return options.options;
  }
}
