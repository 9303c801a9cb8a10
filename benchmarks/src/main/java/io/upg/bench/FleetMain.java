package io.upg.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upg.bench.fleet.Behaviour;
import io.upg.bench.fleet.Fleet;
import io.upg.bench.fleet.FleetReport;
import io.upg.cli.DirectorySourceTree;
import io.upg.plan.compile.FleetReader;
import io.upg.plan.hosts.HostRange;
import io.upg.plan.yaml.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A fleet as a process, until TERM or Ctrl-C. */
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Many simulated hosts in one process, for tests and benchmarks.",
      "Prints 'ready' on stdout when all poll, and on TERM what it has seen, as JSON. Exit code 1: a"
          + " task ran twice under one grant."
    })
public final class FleetMain implements Callable<Integer> {
  private static final int BROKEN_PROMISE = 1;
  private static final int BAD_USAGE = 2;
  private static final Duration READY_LIMIT = Duration.ofMinutes(10);
  private static final long SAY_SECONDS = 10;

  @Option(names = "--temporal", required = true, paramLabel = "HOST:PORT")
  private String temporal;

  @Option(names = "--namespace", defaultValue = "default", paramLabel = "NAME")
  private String namespace;

  @Option(names = "--hosts", split = ";", paramLabel = "RANGE", description = "cn-[00001-10000]")
  private List<String> ranges = List.of();

  @Option(names = "--inventory", paramLabel = "F", description = "The hosts of an inventory.")
  private Path inventory;

  @Option(
      names = "--task-time",
      defaultValue = "0s",
      paramLabel = "T[..T]",
      description = "How long a task takes: 200ms, or a range: 1s..5m (default: ${DEFAULT-VALUE}).")
  private String taskTime;

  @Option(
      names = "--fail",
      defaultValue = "0",
      description = "Part of the tasks that fails, 0 to 1.")
  private double fail;

  @Option(
      names = "--unreachable",
      defaultValue = "0",
      description = "Part of the hosts that never polls, 0 to 1.")
  private double unreachable;

  @Option(names = "--heartbeat", defaultValue = "40s", description = "(default: ${DEFAULT-VALUE})")
  private String heartbeat;

  @Option(
      names = "--stagger",
      description = "Time over which the hosts begin to poll (default: 1,000 hosts a second).")
  private String stagger;

  @Option(names = "--seed", defaultValue = "1", description = "Another seed, other failures.")
  private long seed;

  private FleetMain() {}

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new FleetMain());
    line.setExecutionExceptionHandler(FleetMain::failed);
    System.exit(line.execute(arguments));
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    command.getErr().println("fleet: " + e.getMessage());
    return BAD_USAGE;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<String> names = names();
    Fleet fleet = Fleet.start(names, temporal, namespace, behaviour(), stagger(names.size()));
    CountDownLatch stop = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(fleet, stop), "fleet-end"));
    fleet.awaitPolling(READY_LIMIT);
    System.out.println("ready");
    while (!stop.await(SAY_SECONDS, TimeUnit.SECONDS)) {
      System.err.println("fleet: " + fleet.report().line());
    }
    return 0;
  }

  private List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (String range : ranges) {
      names.addAll(HostRange.expand(range.strip()));
    }
    if (inventory != null) {
      DirectorySourceTree tree = new DirectorySourceTree(Path.of(""));
      names.addAll(FleetReader.read(tree, inventory.toString()).sheets().keySet());
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "no hosts. Name them: --hosts 'cn-[001-100]' or --inventory inventory.yaml");
    }
    return new ArrayList<>(names);
  }

  private Behaviour behaviour() {
    String[] range = taskTime.split("\\.\\.", 2);
    Duration shortest = duration("--task-time", range[0]);
    Duration longest = duration("--task-time", range[range.length - 1]);
    return new Behaviour(
        shortest, longest, fail, unreachable, duration("--heartbeat", heartbeat), seed);
  }

  private Duration stagger(int hosts) {
    return stagger == null ? Fleet.stagger(hosts) : duration("--stagger", stagger);
  }

  private static Duration duration(String option, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s '%s' is no duration. Write 200ms, 30s or 5m.".formatted(option, text)));
  }

  private static void end(Fleet fleet, CountDownLatch stop) {
    stop.countDown();
    FleetReport report = fleet.report();
    fleet.close();
    try {
      System.out.println(new ObjectMapper().writeValueAsString(report));
    } catch (JsonProcessingException e) {
      System.err.println("fleet: " + e.getMessage());
    }
    Runtime.getRuntime().halt(report.violations() == 0 ? 0 : BROKEN_PROMISE);
  }
}
