package io.upg.cli;

import java.util.Map;
import org.junit.jupiter.api.Test;

class UpgTest {

  @Test
  void no_command_says_where_the_help_is() {
    CliRun.upg(Map.of()).exits(ExitCode.USAGE).saysNothingOnStdout().says("upg --help");
  }

  @Test
  void an_unknown_option_is_bad_usage() {
    CliRun.upg(Map.of(), "--hlep").exits(ExitCode.USAGE).says("Unknown option '--hlep'");
  }

  @Test
  void help_goes_to_stdout() {
    CliRun.upg(Map.of(), "--help").exits(ExitCode.DONE).prints("Usage: upg", "Exit codes");
  }
}
