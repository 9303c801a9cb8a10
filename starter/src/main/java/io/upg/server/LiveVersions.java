package io.upg.server;

import io.upg.plan.model.Instance;
import io.upg.store.Database;
import io.upg.store.PlanStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds what the services of a sandbox answer against what the plan promised. */
final class LiveVersions {
  private final StackOptions options;
  private final Database database;

  LiveVersions(StackOptions options, Database database) {
    this.options = options;
    this.database = database;
  }

  /** Every instance of the sandbox, also those that the project leaves alone. */
  VersionTable of(String project) {
    Map<String, Instance> moved =
        new PlanStore(database)
            .load(project).instances().stream()
                .collect(
                    Collectors.toMap(
                        i -> key(i.host(), i.component(), i.name()), Function.identity()));
    SandboxVersions versions = new SandboxVersions(options.folder());
    List<VersionTable.Answer> answers = new ArrayList<>();
    for (HostFile host : options.sandbox()) {
      for (HostFile.Installed installed : host.instances()) {
        Instance instance = moved.get(key(host.host(), installed.component(), installed.name()));
        answers.add(
            new VersionTable.Answer(
                host.host(),
                installed.component(),
                installed.version(),
                instance == null ? installed.version() : instance.to(),
                versions.of(host.host(), installed.component())));
      }
    }
    return new VersionTable(answers);
  }

  private static String key(String host, String component, String name) {
    return host + "/" + component + "/" + name;
  }
}
