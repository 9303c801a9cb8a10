package io.upg.plan.input;

import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlScalar;
import java.util.List;

/** What {@code package.install} takes depends on the kind of the package. */
final class PackageKinds {
  private static final List<String> OF_ARCHIVES = List.of("name", "prefix");
  private static final List<String> OF_SYSTEM = List.of("previous", "lock-wait", "transaction");

  private PackageKinds() {}

  static void check(YamlMap with, Problems problems) {
    YamlMap.Entry file = with.entries().get("file");
    if (file == null || !(file.value() instanceof YamlScalar name)) {
      return;
    }
    if (name.text().matches(".+\\.(rpm|deb)")) {
      refuse(OF_ARCHIVES, "a tar.gz", name.text(), with, problems);
    } else if (name.text().matches(".+\\.(tar\\.gz|tgz)")) {
      refuse(OF_SYSTEM, "an rpm or a deb", name.text(), with, problems);
    }
  }

  private static void refuse(
      List<String> names, String kind, String file, YamlMap with, Problems problems) {
    for (String name : names) {
      YamlMap.Entry entry = with.entries().get(name);
      if (entry != null) {
        problems.error(
            "parameters",
            entry.key().place(),
            "'" + name + "' is for " + kind + ", but 'file' is '" + file + "'.",
            "");
      }
    }
  }
}
