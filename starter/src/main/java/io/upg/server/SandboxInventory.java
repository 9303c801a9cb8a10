package io.upg.server;

import io.upg.cli.DirectorySourceTree;
import io.upg.plan.compile.FleetReader;
import io.upg.plan.draft.Fleet;
import io.upg.plan.draft.FleetInstance;
import io.upg.plan.model.HostSheet;
import io.upg.plan.problem.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hosts of an inventory file, read as {@code upg compile} reads them. */
final class SandboxInventory {
  private SandboxInventory() {}

  /**
   * @return the hosts in natural order
   * @throws InvalidInput with every problem of the file
   */
  static List<HostFile> read(Path inventory) {
    Fleet fleet = FleetReader.read(new DirectorySourceTree(Path.of("")), inventory.toString());
    Map<String, List<HostFile.Installed>> installed = new HashMap<>();
    for (FleetInstance instance : fleet.instances()) {
      installed
          .computeIfAbsent(instance.host(), host -> new ArrayList<>())
          .add(new HostFile.Installed(instance.component(), instance.name(), instance.version()));
    }
    List<HostFile> hosts = new ArrayList<>();
    fleet.sheets().forEach((host, sheet) -> hosts.add(hostFile(host, sheet, installed)));
    return hosts;
  }

  private static HostFile hostFile(
      String host, HostSheet sheet, Map<String, List<HostFile.Installed>> installed) {
    return new HostFile(
        host, sheet.roles(), sheet.labels(), sheet.vars(), installed.getOrDefault(host, List.of()));
  }
}
