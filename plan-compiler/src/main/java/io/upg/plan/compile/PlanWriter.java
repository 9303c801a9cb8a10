package io.upg.plan.compile;

import io.upg.plan.draft.Draft;
import io.upg.plan.draft.Move;
import io.upg.plan.input.LogicBook.PhaseRule;
import io.upg.plan.input.Release;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.json.Sha256;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Phase;
import io.upg.plan.model.PlanDigest;
import io.upg.plan.model.Task;
import io.upg.plan.order.PhaseOrder;
import io.upg.plan.order.Placed;
import io.upg.plan.order.Work;
import io.upg.plan.problem.Problem;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the ordered tasks, gives them their content, and seals the plan with its digest. */
final class PlanWriter {
  private final Draft draft;
  private final Documents documents = new Documents();
  private final Sheets sheets;
  private final TaskIds ids;

  PlanWriter(Draft draft) {
    this.draft = draft;
    this.sheets = new Sheets(draft.fleet(), documents);
    this.ids = new TaskIds(draft);
  }

  Compiled write(List<PhaseOrder> order, List<Problem> notes) {
    byte[] inventory = CanonicalJson.bytes(InventoryDocument.of(draft.fleet()));
    Map<String, HostSheet> hostSheets = new HashMap<>();
    Map<String, String> hosts = hosts(hostSheets);
    List<Task> tasks = tasks(order);
    GlobalPlan plan =
        new GlobalPlan(
            draft.project().name().value(),
            "",
            Sha256.hex(inventory),
            phases(order),
            hosts,
            hostSheets,
            draft.requires().direct(),
            draft.moves().stream().map(Move::instance).toList(),
            sheets.all(),
            tasks,
            draft.project().unreachableAfter());
    return new Compiled(
        PlanDigest.seal(plan), documents.all(), files(), inventory, definitions(), notes);
  }

  /** Hosts that are alike share a sheet; it is written once. */
  private Map<String, String> hosts(Map<String, HostSheet> hostSheets) {
    Map<HostSheet, String> digests = new IdentityHashMap<>();
    Map<String, String> hosts = new LinkedHashMap<>();
    draft
        .fleet()
        .sheets()
        .forEach(
            (host, sheet) -> {
              String digest = digests.computeIfAbsent(sheet, documents::add);
              hostSheets.put(digest, sheet);
              hosts.put(host, digest);
            });
    return hosts;
  }

  private List<Task> tasks(List<PhaseOrder> order) {
    List<Task> tasks = new ArrayList<>();
    for (int index = 0; index < order.size(); index++) {
      PhaseRule rule = draft.membership().book().phases().get(index);
      for (Placed placed : order.get(index).tasks()) {
        tasks.add(task(tasks.size() + 1, index, rule, placed));
      }
    }
    return tasks;
  }

  private Task task(int number, int phase, PhaseRule rule, Placed placed) {
    Work work = placed.work();
    return new Task(
        number,
        ids.of(work),
        work.move().instance(),
        work.action().name().value(),
        sheets.digest(work, rule.name().value()),
        phase,
        placed.batch(),
        placed.group(),
        work.action().once(),
        rule.reversible() && work.action().reversible());
  }

  private List<Phase> phases(List<PhaseOrder> order) {
    BitSet hosts = new BitSet();
    for (PhaseOrder phase : order) {
      phase.tasks().forEach(placed -> hosts.set(placed.work().move().rank()));
    }
    Budgets budgets = new Budgets(draft.project().budget(), hosts.cardinality());
    List<Phase> phases = new ArrayList<>();
    for (int index = 0; index < order.size(); index++) {
      PhaseRule rule = draft.membership().book().phases().get(index);
      phases.add(phase(rule, order.get(index), budgets));
    }
    return phases;
  }

  private static Phase phase(PhaseRule rule, PhaseOrder order, Budgets budgets) {
    return new Phase(
        rule.name().value(),
        rule.layout(),
        rule.reversible(),
        rule.pauseAfter(),
        order.stages(),
        budgets.ofPhase(order.hosts()),
        order.hosts());
  }

  private Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    for (Release release : draft.releases().all()) {
      release
          .files()
          .forEach(
              (name, entry) -> files.putIfAbsent(entry.sha256(), release.folder() + "/" + name));
    }
    return files;
  }

  private List<Definition> definitions() {
    return draft.releases().all().stream().map(this::definition).toList();
  }

  private Definition definition(Release release) {
    String path = release.folder() + "/" + Sources.COMPONENT_FILE;
    return new Definition(
        release.component(), release.version(), draft.tree().text(path).orElseThrow());
  }
}
