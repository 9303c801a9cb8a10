package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

/** The help of every command is kept as a golden file and read in review. */
class HelpTest {

  @TestFactory
  List<DynamicTest> the_help_of_every_command_is_as_reviewed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (CommandLine command : all()) {
      String name = command.getCommandSpec().qualifiedName("-");
      tests.add(DynamicTest.dynamicTest(name, () -> matches(name, command)));
    }
    return tests;
  }

  @Test
  void every_command_option_and_argument_says_what_it_is() {
    for (CommandLine command : all()) {
      String name = command.getCommandSpec().qualifiedName();
      assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
      for (ArgSpec argument : command.getCommandSpec().args()) {
        assertThat(argument.description()).as(name + " " + argument).isNotEmpty();
      }
    }
  }

  private static void matches(String name, CommandLine command) {
    String[] words = command.getCommandSpec().qualifiedName().split(" ");
    List<String> args = new ArrayList<>(List.of(words).subList(1, words.length));
    args.add("--help");
    CliRun run = CliRun.upg(Map.of(), args.toArray(String[]::new)).exits(ExitCode.DONE);
    Golden.matches("cli/help/" + name + ".txt", run.out());
  }

  private static List<CommandLine> all() {
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    List<CommandLine> all = new ArrayList<>();
    collect(Upg.commandLine(new CliContext(nowhere, nowhere, Map.of(), Clock.systemUTC())), all);
    return all;
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(child -> collect(child, all));
  }
}
