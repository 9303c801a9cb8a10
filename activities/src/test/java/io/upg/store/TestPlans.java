package io.upg.store;

import io.upg.plan.compile.Compiled;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import io.upg.plan.model.Budget;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Layout;
import io.upg.plan.model.Phase;
import io.upg.plan.model.PlanDigest;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Step;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Small plans without the compiler: hosts {@code h1 … hn}, each with one component (nova), moved
 * from 1 to 2; every phase rolling, each action a group of the host's node task.
 */
public final class TestPlans {
  private final String project;
  private final int hosts;
  private final String component;
  private final List<Phase> phases = new ArrayList<>();
  private final Map<String, byte[]> documents = new TreeMap<>();
  private final Map<String, TaskSheet> sheets = new TreeMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final List<Instance> instances = new ArrayList<>();
  private Budget budget = Budget.NONE;
  private String version = "1";
  private String suffix = "";

  private TestPlans(String project, int hosts, String component) {
    this.project = project;
    this.hosts = hosts;
    this.component = component;
    hopTo("2");
  }

  private void hopTo(String next) {
    for (int host = 1; host <= hosts; host++) {
      instances.add(new Instance("h" + host, component, "", version, next));
    }
    version = next;
  }

  /** The phases that follow take the instances further, from 2 to 3. */
  public TestPlans secondHop() {
    hopTo("3");
    suffix = "@3";
    return this;
  }

  public static TestPlans of(String project, int hosts) {
    return of(project, hosts, "nova");
  }

  /** Projects of different components do not share the fleet's memory. */
  public static TestPlans of(String project, int hosts, String component) {
    return new TestPlans(project, hosts, component);
  }

  /** For the phases that follow. */
  public TestPlans budget(Budget budget) {
    this.budget = budget;
    return this;
  }

  public TestPlans phase(String name, int hostsInBatch, String... actions) {
    return phase(name, true, false, hostsInBatch, actions);
  }

  public TestPlans pausingPhase(String name, int hostsInBatch, String... actions) {
    return phase(name, true, true, hostsInBatch, actions);
  }

  public TestPlans irreversiblePhase(String name, int hostsInBatch, String... actions) {
    return phase(name, false, false, hostsInBatch, actions);
  }

  /** One task on the first host, for the component on all of them. */
  public TestPlans oncePhase(String name, String action) {
    Instance first = instances.get(instances.size() - hosts);
    task(first, name, action, 1, 1, true, true);
    phases.add(new Phase(name, Layout.BY_HOST, true, false, List.of("once"), budget, 1));
    return this;
  }

  private TestPlans phase(
      String name, boolean reversible, boolean pauseAfter, int hostsInBatch, String... actions) {
    List<String> stages = new ArrayList<>();
    for (int first = 0; first < hosts; first += hostsInBatch) {
      stages.add("hosts from " + (first + 1));
      for (int host = first; host < Math.min(hosts, first + hostsInBatch); host++) {
        nodeTask(
            instances.get(instances.size() - hosts + host),
            name,
            reversible,
            stages.size(),
            actions);
      }
    }
    phases.add(new Phase(name, Layout.BY_HOST, reversible, pauseAfter, stages, budget, hosts));
    return this;
  }

  private void nodeTask(
      Instance instance, String phase, boolean reversible, int batch, String... actions) {
    for (int group = 1; group <= actions.length; group++) {
      task(instance, phase, actions[group - 1], batch, group, false, reversible);
    }
  }

  private void task(
      Instance instance,
      String phase,
      String action,
      int batch,
      int group,
      boolean once,
      boolean reversible) {
    tasks.add(
        new Task(
            tasks.size() + 1,
            instance.host() + "_" + action + "_" + component + suffix,
            instance,
            action,
            sheet(phase, action),
            phases.size(),
            batch,
            group,
            once,
            reversible));
  }

  private String sheet(String phase, String action) {
    Map<String, ReleaseManifest.Entry> files = Map.of("do.py", entry());
    TaskSheet sheet =
        new TaskSheet(
            component,
            "1",
            "2",
            action,
            phase,
            new Step.Script("do.py", List.of("--to", "${to}"), Map.of()),
            new Step.Nothing(),
            Map.of("depth", 1),
            Duration.ofMinutes(10),
            3,
            false,
            Duration.ofSeconds(10),
            document(new ReleaseManifest(component, "2", files)),
            Map.of(),
            document(List.of()));
    String digest = document(sheet);
    sheets.put(digest, sheet);
    return digest;
  }

  private static ReleaseManifest.Entry entry() {
    return new ReleaseManifest.Entry(Sha256.hex(new byte[] {1}), 1);
  }

  private String document(Object value) {
    byte[] bytes = CanonicalJson.bytes(value);
    String digest = Sha256.hex(bytes);
    documents.put(digest, bytes);
    return digest;
  }

  public Compiled compiled() {
    HostSheet alike = new HostSheet(List.of("compute"), Map.of(), Map.of("vip", "10.0.0.9"));
    String hostSheet = document(alike);
    Map<String, String> hostSheets = new LinkedHashMap<>();
    instances.forEach(instance -> hostSheets.putIfAbsent(instance.host(), hostSheet));
    byte[] inventory = CanonicalJson.bytes(hostSheets.keySet());
    GlobalPlan plan =
        new GlobalPlan(
            project,
            null,
            Sha256.hex(inventory),
            phases,
            hostSheets,
            Map.of(hostSheet, alike),
            Map.of(),
            instances,
            sheets,
            tasks,
            Duration.ofMinutes(7));
    return new Compiled(
        PlanDigest.seal(plan), documents, Map.of(), inventory, List.of(), List.of());
  }
}
