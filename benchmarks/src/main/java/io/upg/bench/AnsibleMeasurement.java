package io.upg.bench;

import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.plan.hosts.HostRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code true} on every host, by {@code ansible-playbook} with the local connection and 50 forks,
 * and by upg with simulated hosts that start the same process. What either needs to reach a host
 * over a network is in neither figure. upg's first run, on queues that are new, is told apart.
 */
final class AnsibleMeasurement implements Measurement {
  private static final List<Integer> HOSTS = List.of(200, 1_000);
  private static final List<Integer> QUICK_HOSTS = List.of(20);
  private static final String COMMAND = "/bin/true";
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final String PLAYBOOK =
      """
      - hosts: all
        connection: local
        gather_facts: false
        tasks:
          - command: /bin/true
      """;

  @Override
  public String name() {
    return "ansible";
  }

  @Override
  public void take(Bench bench) throws Exception {
    if (!installed()) {
      call(List.of("apt-get", "install", "-y", "--no-install-recommends", "ansible"));
    }
    for (int hosts : bench.quick() ? QUICK_HOSTS : HOSTS) {
      take(bench, hosts);
    }
  }

  private static void take(Bench bench, int hosts) throws Exception {
    List<Double> ansible = new ArrayList<>();
    List<Double> upg = new ArrayList<>();
    String prefix = Bench.unused("a");
    String range = "%s-[%04d-%04d]".formatted(prefix, 1, hosts);
    List<String> names = HostRange.expand(range);
    List<String> command = playbook(bench.folder(), names);
    UpgFanOut product = new UpgFanOut(bench.deployment(), bench.upg(), range);
    try (Fleet fleet = bench.fleet(names, Behaviour.PROMPT.running(COMMAND))) {
      fleet.awaitPolling(READY_LIMIT);
      TimedRun.prepared(bench, product, prefix + "-cold", names, fleet);
      for (int run = 0; run < bench.runs(); run++) {
        ansible.add(seconds(command));
        String project = prefix + "-" + run;
        upg.add(Timing.seconds(TimedRun.prepared(bench, product, project, names, fleet).total()));
      }
    }
    bench
        .report()
        .fact(
            "'true' on %,d hosts".formatted(hosts),
            "ansible-playbook %s, upg %s: %.1f times as fast"
                .formatted(
                    Median.told(ansible), Median.told(upg), Median.of(ansible) / Median.of(upg)));
  }

  private static List<String> playbook(Path folder, List<String> hosts) throws IOException {
    Path inventory = folder.resolve("ansible-hosts");
    Path playbook = folder.resolve("ansible-true.yaml");
    Files.writeString(inventory, String.join("\n", hosts) + "\n");
    Files.writeString(playbook, PLAYBOOK);
    return List.of("ansible-playbook", "-f", "50", "-i", inventory.toString(), playbook.toString());
  }

  private static double seconds(List<String> command) throws IOException {
    long start = System.nanoTime();
    call(command);
    return (System.nanoTime() - start) / 1e9;
  }

  private static boolean installed() {
    try {
      call(List.of("ansible-playbook", "--version"));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void call(List<String> command) throws IOException {
    Path log = Files.createTempFile("upg-bench", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (!process.waitFor(1, TimeUnit.HOURS) || process.exitValue() != 0) {
        process.destroy();
        throw new IOException("%s failed, see %s".formatted(String.join(" ", command), log));
      }
      Files.delete(log);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
