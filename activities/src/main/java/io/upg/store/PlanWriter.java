package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.plan.compile.Compiled;
import io.upg.plan.compile.Definition;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Phase;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a plan's static rows, and one fresh state for each of its tasks. */
final class PlanWriter {
  private final Tx tx;
  private final Compiled compiled;
  private final GlobalPlan plan;
  private final int project;

  PlanWriter(Tx tx, Compiled compiled, int project) {
    this.tx = tx;
    this.compiled = compiled;
    this.plan = compiled.plan();
    this.project = project;
  }

  /** Replaces whatever plan the project had. */
  void write(int revision, String who) throws SQLException {
    clear();
    shared();
    header(revision, who);
    phases();
    definitions();
    instances();
    tasks();
    tx.update("update project set revision = ? where id = ?", revision, project);
    tx.update("analyze plan_task, plan_instance, task_state");
  }

  private void clear() throws SQLException {
    for (String table :
        List.of("task_state", "plan_task", "plan_instance", "plan_phase", "plan_release")) {
      tx.update("delete from " + table + " where project_id = ?", project);
    }
  }

  /** What projects share goes by digest: who comes second finds it there. */
  private void shared() throws SQLException {
    tx.update(
        "insert into inventory values (?, ?::json) on conflict do nothing",
        plan.inventory(),
        new String(compiled.inventory(), UTF_8));
    sheets(plan.sheets());
    sheets(plan.hostSheets());
    List<String> releases =
        plan.sheets().values().stream().map(TaskSheet::release).distinct().sorted().toList();
    for (String digest : releases) {
      release(digest);
    }
  }

  private void sheets(Map<String, ?> sheets) throws SQLException {
    String[] digests = sheets.keySet().toArray(String[]::new);
    String[] bodies = sheets.values().stream().map(PlanWriter::json).toArray(String[]::new);
    tx.update(
        """
        insert into sheet select digest, body::json
        from unnest(?, ?) as s(digest, body) order by digest on conflict do nothing
        """,
        digests,
        bodies);
  }

  private void release(String digest) throws SQLException {
    byte[] document = compiled.documents().get(digest);
    ReleaseManifest manifest = CanonicalJson.read(document, ReleaseManifest.class);
    tx.update(
        "insert into release values (?, ?, ?, ?::json) on conflict do nothing",
        digest,
        manifest.component(),
        manifest.version(),
        new String(document, UTF_8));
  }

  private void header(int revision, String who) throws SQLException {
    tx.update(
        """
        insert into plan (project_id, revision, digest, inventory, hosts, requires,
          unreachable_after, tasks, who)
        values (?, ?, ?, ?, ?::json, ?::json, ?, ?, ?)
        """,
        project,
        revision,
        plan.digest(),
        plan.inventory(),
        json(plan.hosts()),
        json(plan.requires()),
        plan.unreachableAfter().toString(),
        plan.tasks().size(),
        who);
  }

  private void phases() throws SQLException {
    int[] tasks = new int[plan.phases().size()];
    int[] nodeTasks = new int[tasks.length];
    Task before = null;
    for (Task task : plan.tasks()) {
      tasks[task.phase()]++;
      nodeTasks[task.phase()] += sameNodeTask(before, task) ? 0 : 1;
      before = task;
    }
    for (int i = 0; i < tasks.length; i++) {
      Phase phase = plan.phases().get(i);
      tx.update(
          "insert into plan_phase values (?, ?, ?, ?, ?, ?, ?, ?::json)",
          project,
          i,
          phase.name(),
          phase.reversible(),
          phase.batches(),
          nodeTasks[i],
          tasks[i],
          json(phase));
    }
  }

  private static boolean sameNodeTask(Task a, Task b) {
    return a != null
        && a.phase() == b.phase()
        && a.batch() == b.batch()
        && a.host().equals(b.host());
  }

  private void definitions() throws SQLException {
    for (Definition definition : compiled.definitions()) {
      tx.update(
          "insert into plan_release values (?, ?, ?, ?)",
          project,
          definition.component(),
          definition.version(),
          definition.text());
    }
  }

  private void instances() throws SQLException {
    String target =
        "plan_instance (project_id, number, host, component, name, from_version, to_version)";
    CopyRows.into(
        tx,
        target,
        rows -> {
          int number = 0;
          for (Instance i : plan.instances()) {
            rows.row(project, number++, i.host(), i.component(), i.name(), i.from(), i.to());
          }
        });
  }

  private void tasks() throws SQLException {
    String target =
        "plan_task (project_id, number, id, instance, host, component, action, phase, batch, grp,"
            + " sheet, once, reversible)";
    Map<Instance, Integer> instances = new HashMap<>();
    for (Instance instance : plan.instances()) {
      instances.put(instance, instances.size());
    }
    CopyRows.into(
        tx,
        target,
        rows -> {
          for (Task task : plan.tasks()) {
            row(rows, task, instances.get(task.instance()));
          }
        });
    CopyRows.into(
        tx,
        "task_state (project_id, number)",
        rows -> {
          for (Task task : plan.tasks()) {
            rows.row(project, task.number());
          }
        });
  }

  private void row(CopyRows rows, Task task, int instance) throws SQLException {
    rows.row(
        project,
        task.number(),
        task.id(),
        instance,
        task.host(),
        task.component(),
        task.action(),
        task.phase(),
        task.batch(),
        task.group(),
        task.sheet(),
        task.once(),
        task.reversible());
  }

  private static String json(Object value) {
    return new String(CanonicalJson.bytes(value), UTF_8);
  }
}
