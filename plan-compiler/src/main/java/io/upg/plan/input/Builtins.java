package io.upg.plan.input;

import io.upg.plan.Suggest;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Durations;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import io.upg.plan.yaml.YamlScalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The catalogue of built-in actions: which there are, and what parameters each takes. */
public final class Builtins {
  public static final String DISTRIBUTE = "distribute";
  public static final String PACKAGE_INSTALL = "package.install";

  /** What a parameter's value may be; one that holds a reference is known on the host only. */
  private record Kind(String expected, Predicate<String> admits) {
    static final Kind TEXT = new Kind("a text", text -> !text.isEmpty());
    static final Kind PORT = new Kind("a port, 1 to 65535", Kind::port);
    static final Kind STATUS = new Kind("an HTTP status", text -> text.matches("[1-5][0-9][0-9]"));
    static final Kind SIZE =
        new Kind("a size such as 1GiB", text -> text.matches("[0-9]{1,9}(B|[KMGT]i?B)?"));
    static final Kind DURATION =
        new Kind("a duration such as 10s", text -> Durations.parse(text).isPresent());

    static Kind oneOf(String... words) {
      return new Kind(String.join(" or ", words), List.of(words)::contains);
    }

    private static boolean port(String text) {
      return text.matches("[0-9]{1,5}")
          && Integer.parseInt(text) > 0
          && Integer.parseInt(text) <= 65_535;
    }
  }

  /**
   * @param needs groups of parameters of which exactly one must be there
   */
  private record Builtin(
      boolean takesBack, Map<String, Kind> parameters, List<List<String>> needs) {}

  private static final Map<String, Kind> SERVICE =
      Map.of("service", Kind.TEXT, "driver", Kind.oneOf("process", "systemd"));

  private static final Map<String, Builtin> CATALOGUE =
      new TreeMap<>(
          Map.of(
              DISTRIBUTE,
              new Builtin(true, Map.of(), List.of()),
              PACKAGE_INSTALL,
              new Builtin(
                  true,
                  Map.of("file", Kind.TEXT, "name", Kind.TEXT, "prefix", Kind.TEXT),
                  List.of(List.of("file"))),
              "service.stop",
              new Builtin(true, SERVICE, List.of(List.of("service"))),
              "service.start",
              new Builtin(true, SERVICE, List.of(List.of("service"))),
              "check.disk",
              new Builtin(false, Map.of("path", Kind.TEXT, "free", Kind.SIZE), List.of()),
              "check.port",
              new Builtin(
                  false,
                  Map.of(
                      "port", Kind.PORT,
                      "service", Kind.TEXT,
                      "state", Kind.oneOf("open", "closed")),
                  List.of(List.of("port", "service"))),
              "check.http",
              new Builtin(
                  false,
                  Map.of(
                      "url", Kind.TEXT,
                      "service", Kind.TEXT,
                      "path", Kind.TEXT,
                      "status", Kind.STATUS,
                      "contains", Kind.TEXT,
                      "timeout", Kind.DURATION),
                  List.of(List.of("url", "service")))));

  private Builtins() {}

  /** Whether it brings a way back; the others change nothing. */
  static boolean takesBack(String use) {
    return CATALOGUE.containsKey(use) && CATALOGUE.get(use).takesBack;
  }

  /** Reports a name that is no built-in action, and parameters that it does not take. */
  static void check(Text use, YamlMap with, Problems problems) {
    Builtin builtin = CATALOGUE.get(use.value());
    if (builtin == null) {
      problems.error(
          "unknown-builtin",
          use.place(),
          "there is no built-in action '" + use + "'.",
          hint(use.value()));
      return;
    }
    List<String> known = builtin.parameters.keySet().stream().sorted().toList();
    Fields fields = Fields.of(with, "'with' of " + use, problems, known);
    builtin.needs.forEach(names -> checkNeed(use, fields, names, problems));
    with.entries().forEach((name, entry) -> checkValue(builtin, name, entry, problems));
  }

  /** What is wrong with these parameters of a built-in, one sentence each. */
  public static List<String> problems(String use, Map<String, Object> params) {
    Problems problems = new Problems();
    String json = new String(CanonicalJson.bytes(params), StandardCharsets.UTF_8);
    YamlReader.read("with", json, problems)
        .ifPresent(with -> check(new Text(use, new Place("with", 1)), (YamlMap) with, problems));
    return problems.errors().stream()
        .map(problem -> (problem.message() + " " + problem.hint()).strip())
        .toList();
  }

  private static String hint(String use) {
    String meant = Suggest.hint(use, CATALOGUE.keySet());
    return meant.isEmpty() ? "There are: " + String.join(", ", CATALOGUE.keySet()) + "." : meant;
  }

  private static void checkNeed(Text use, Fields fields, List<String> oneOf, Problems problems) {
    List<String> written = oneOf.stream().filter(fields::has).toList();
    if (oneOf.size() == 1) {
      fields.require(oneOf.get(0));
    } else if (written.size() != 1) {
      String all = String.join(written.isEmpty() ? " nor " : " and ", oneOf);
      problems.error(
          "parameters",
          fields.place(),
          use + " has " + (written.isEmpty() ? "neither " : "") + all + "; expected one of them.",
          "");
    }
  }

  private static void checkValue(
      Builtin builtin, String name, YamlMap.Entry entry, Problems problems) {
    Kind kind = builtin.parameters.get(name);
    if (kind == null) {
      return;
    }
    boolean fits =
        entry.value() instanceof YamlScalar scalar
            && (scalar.text().contains("${") || kind.admits.test(scalar.text()));
    if (!fits) {
      String shown =
          entry.value() instanceof YamlScalar scalar
              ? "'" + scalar.text() + "'"
              : entry.value().kind();
      problems.error(
          "parameters",
          entry.value().place(),
          "'" + name + "' is " + shown + "; expected " + kind.expected + ".",
          "");
    }
  }
}
