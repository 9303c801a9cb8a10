package io.upg.agent;

import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import io.upg.plan.yaml.YamlScalar;
import io.upg.plan.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The one configuration file of an agent: its options by their long names. They stand in for what
 * the command line does not say; they are checked as strictly, also where it does.
 */
final class NodeConfig {
  static final String OPTION = "--config";

  /** Where an installed agent's lies; set by its launcher. It need not be there. */
  private static final String INSTALLED = "upg.config";

  /** Those that ask for something else than an agent that runs so. */
  private static final List<String> NO_KEYS = List.of(OPTION, "--help", "--version", "--output");

  private final CommandLine command;
  private final Problems problems = new Problems();

  private NodeConfig(CommandLine command) {
    this.command = command;
  }

  /**
   * Makes what the file says the defaults of the command's options.
   *
   * @throws io.upg.plan.problem.InvalidInput with everything that is wrong in the file
   */
  static void applyTo(CommandLine command, String... arguments) {
    file(arguments)
        .ifPresent(
            file -> {
              Map<String, String> values = new NodeConfig(command).read(file);
              command.setDefaultValueProvider(
                  argument ->
                      argument instanceof OptionSpec option
                          ? values.get(option.longestName())
                          : null);
            });
  }

  private static Optional<Path> file(String... arguments) {
    Chosen chosen = new Chosen();
    try {
      new CommandLine(chosen).setUnmatchedArgumentsAllowed(true).parseArgs(arguments);
    } catch (ParameterException e) {
      return Optional.empty(); // it is said when all options are read
    }
    if (chosen.file != null) {
      return Optional.of(chosen.file);
    }
    return Optional.ofNullable(System.getProperty(INSTALLED)).map(Path::of).filter(Files::exists);
  }

  /** Read before all others. */
  @CommandLine.Command
  private static final class Chosen {
    @CommandLine.Option(names = OPTION)
    private Path file;
  }

  private Map<String, String> read(Path file) {
    Map<String, OptionSpec> options = options();
    Map<String, String> values = new HashMap<>();
    text(file)
        .flatMap(text -> YamlReader.read(file.toString(), text, problems))
        .ifPresent(
            document -> {
              if (document instanceof YamlMap map) {
                Fields fields = Fields.of(map, "the configuration", problems, options.keySet());
                options.forEach((key, option) -> read(fields, map, key, option, values));
              } else {
                problems.error(
                    "type",
                    document.place(),
                    "the file is " + document.kind() + "; expected options, 'temporal: HOST:PORT'.",
                    "");
              }
            });
    problems.refuseErrors();
    return values;
  }

  private Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      String why = Files.exists(file) ? String.valueOf(e.getMessage()) : "there is no such file";
      problems.error(
          "unreadable", new Place(file.toString(), 0), "cannot be read: " + why + ".", "");
      return Optional.empty();
    }
  }

  private Map<String, OptionSpec> options() {
    return command.getCommandSpec().options().stream()
        .filter(option -> !NO_KEYS.contains(option.longestName()))
        .collect(
            Collectors.toMap(NodeConfig::key, option -> option, (one, other) -> one, TreeMap::new));
  }

  private void read(
      Fields fields, YamlMap map, String key, OptionSpec option, Map<String, String> values) {
    if (!fields.has(key)) {
      return;
    }
    int before = problems.count();
    String value = value(fields, map.entries().get(key).value(), key, option);
    if (problems.count() == before) {
      values.put(option.longestName(), value);
      refuse(fields.place(key), option, value);
    }
  }

  private static String value(Fields fields, YamlValue value, String key, OptionSpec option) {
    if (option.type() == boolean.class) {
      return String.valueOf(fields.flag(key, false));
    }
    if (option.isMultiValue()) {
      return fields.oneOrMoreWritten(key).stream()
          .map(Text::value)
          .collect(Collectors.joining(option.splitRegex()));
    }
    boolean number =
        value instanceof YamlScalar scalar && scalar.type() == YamlScalar.Type.WHOLE_NUMBER;
    return (number ? fields.written(key) : fields.text(key)).map(Text::value).orElse("");
  }

  /** Complains where the command line would not take the value. */
  private void refuse(Place place, OptionSpec option, String value) {
    try {
      new CommandLine(command.getCommandSpec().userObject().getClass(), command.getFactory())
          .parseArgs(option.longestName() + "=" + value);
    } catch (CommandLine.MissingParameterException others) {
      // the other options are not given here
    } catch (ParameterException e) {
      problems.error(
          "value", place, "'%s' is '%s': %s".formatted(key(option), value, e.getMessage()), "");
    }
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring(2);
  }
}
