package io.upg.plan.input;

import io.upg.plan.Suggest;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlReader;
import io.upg.plan.yaml.YamlScalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The catalogue of built-in actions: which there are, and what parameters each takes. */
public final class Builtins {
  public static final String DISTRIBUTE = "distribute";
  private static final String PACKAGE_INSTALL = "package.install";
  private static final String COMMAND = "command";
  private static final String TEMPLATE = "template";

  /**
   * @param needs groups of parameters of which exactly one must be there
   */
  private record Builtin(
      boolean takesBack, Map<String, ParameterKind> parameters, List<List<String>> needs) {}

  private static final Map<String, ParameterKind> SERVICE =
      Map.of(
          "service",
          ParameterKind.TEXT,
          "driver",
          ParameterKind.oneOf("process", "systemd"),
          "grace",
          ParameterKind.DURATION);

  private static final Map<String, Builtin> CATALOGUE = catalogue();

  private Builtins() {}

  /** Whether it brings a way back of its own; the others change nothing. */
  static boolean takesBack(String use) {
    return CATALOGUE.containsKey(use) && CATALOGUE.get(use).takesBack;
  }

  /** Whether its parameters must say how it is taken back, unless the action does, and do not. */
  static boolean owesRollback(String use, Map<String, Object> params) {
    return use.equals(COMMAND) && !namesRollback(use, params);
  }

  /** Whether its parameters say how it is taken back. */
  static boolean namesRollback(String use, Map<String, Object> params) {
    return use.equals(COMMAND) && params.containsKey("rollback");
  }

  /** Those of its parameters that name files of the release. */
  public static List<String> fileParameters(String use) {
    Builtin builtin = CATALOGUE.getOrDefault(use, new Builtin(false, Map.of(), List.of()));
    return builtin.parameters.keySet().stream()
        .filter(name -> builtin.parameters.get(name).isFile())
        .sorted()
        .toList();
  }

  /** The one of them whose file's own references are filled in. */
  static String templateParameter() {
    return TEMPLATE;
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
    if (use.value().equals(PACKAGE_INSTALL)) {
      PackageKinds.check(with, problems);
    }
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
    ParameterKind kind = builtin.parameters.get(name);
    if (kind == null) {
      return;
    }
    boolean fits =
        entry.value() instanceof YamlScalar scalar
            && (scalar.text().contains("${") || kind.admits().test(scalar.text()));
    if (!fits) {
      String shown =
          entry.value() instanceof YamlScalar scalar
              ? "'" + scalar.text() + "'"
              : entry.value().kind();
      problems.error(
          "parameters",
          entry.value().place(),
          "'" + name + "' is " + shown + "; expected " + kind.expected() + ".",
          "");
    }
  }

  private static Map<String, Builtin> catalogue() {
    Map<String, Builtin> all = new TreeMap<>();
    all.put(DISTRIBUTE, new Builtin(true, Map.of(), List.of()));
    all.put(
        PACKAGE_INSTALL,
        new Builtin(
            true,
            Map.of(
                "file", ParameterKind.PACKAGE,
                "name", ParameterKind.TEXT,
                "prefix", ParameterKind.TEXT,
                "previous", ParameterKind.PACKAGE,
                "lock-wait", ParameterKind.DURATION,
                "transaction", ParameterKind.oneOf("true", "false")),
            List.of(List.of("file"))));
    all.put("host.reboot", new Builtin(false, Map.of(), List.of()));
    all.put("file.replace", writesFile("file"));
    all.put("file.render", writesFile(TEMPLATE));
    all.put("service.stop", new Builtin(true, SERVICE, List.of(List.of("service"))));
    all.put("service.start", new Builtin(true, SERVICE, List.of(List.of("service"))));
    all.put(
        COMMAND,
        new Builtin(
            true,
            Map.of("run", ParameterKind.TEXT, "rollback", ParameterKind.TEXT),
            List.of(List.of("run"))));
    all.putAll(checks());
    return all;
  }

  private static Builtin writesFile(String source) {
    return new Builtin(
        true,
        Map.of(
            source,
            ParameterKind.FILE,
            "path",
            ParameterKind.TEXT,
            "mode",
            ParameterKind.MODE,
            "owner",
            ParameterKind.TEXT),
        List.of(List.of(source), List.of("path")));
  }

  private static Map<String, Builtin> checks() {
    return Map.of(
        "check.disk",
        new Builtin(
            false,
            Map.of("path", ParameterKind.TEXT, "free", ParameterKind.SIZE),
            List.of(List.of("free"))),
        "check.port",
        new Builtin(
            false,
            Map.of(
                "port", ParameterKind.PORT,
                "service", ParameterKind.TEXT,
                "host", ParameterKind.TEXT,
                "state", ParameterKind.oneOf("open", "closed")),
            List.of(List.of("port", "service"))),
        "check.http",
        new Builtin(
            false,
            Map.of(
                "url", ParameterKind.TEXT,
                "service", ParameterKind.TEXT,
                "path", ParameterKind.TEXT,
                "status", ParameterKind.STATUS,
                "contains", ParameterKind.TEXT,
                "timeout", ParameterKind.DURATION),
            List.of(List.of("url", "service"))),
        "check.command",
        new Builtin(
            false,
            Map.of("run", ParameterKind.TEXT, "contains", ParameterKind.TEXT),
            List.of(List.of("run"))));
  }
}
