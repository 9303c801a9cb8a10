package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.HostSheet;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds a plan again from its rows: equal to the one that was stored. */
final class PlanReader {
  private final Tx tx;
  private final ProjectRow project;

  /** Equal texts of many rows become one object. */
  private final Map<String, String> texts = new HashMap<>();

  PlanReader(Tx tx, ProjectRow project) {
    this.tx = tx;
    this.project = project;
  }

  /** What a plan's row holds besides its digest. */
  private record Header(
      String inventory,
      Map<String, String> hosts,
      Map<String, List<String>> requires,
      Duration unreachableAfter) {}

  GlobalPlan read() throws SQLException {
    Header header =
        tx.one(
            """
            select inventory, hosts, requires, unreachable_after from plan
            where project_id = ? and revision = ?
            """,
            PlanReader::header,
            project.id(),
            project.revision());
    List<Instance> instances =
        tx.list(
            "select * from plan_instance where project_id = ? order by number",
            PlanReader::instance,
            project.id());
    List<Task> tasks = tasks(instances);
    return new GlobalPlan(
        project.name(),
        project.digest(),
        header.inventory(),
        phases(),
        header.hosts(),
        sheets(header.hosts().values(), HostSheet.class),
        header.requires(),
        instances,
        sheets(tasks.stream().map(Task::sheet).toList(), TaskSheet.class),
        tasks,
        header.unreachableAfter());
  }

  private static Header header(ResultSet row) throws SQLException {
    return new Header(
        row.getString("inventory"),
        CanonicalJson.read(utf8(row, "hosts"), new TypeReference<>() {}),
        CanonicalJson.read(utf8(row, "requires"), new TypeReference<>() {}),
        Duration.parse(row.getString("unreachable_after")));
  }

  private List<Phase> phases() throws SQLException {
    return tx.list(
        "select body from plan_phase where project_id = ? order by phase",
        row -> CanonicalJson.read(utf8(row, "body"), Phase.class),
        project.id());
  }

  private static Instance instance(ResultSet row) throws SQLException {
    return new Instance(
        row.getString("host"),
        row.getString("component"),
        row.getString("name"),
        row.getString("from_version"),
        row.getString("to_version"));
  }

  private List<Task> tasks(List<Instance> instances) throws SQLException {
    List<Task> tasks = new ArrayList<>();
    tx.each(
        """
        select number, id, instance, action, sheet, phase, batch, grp, once, reversible
        from plan_task where project_id = ? order by number
        """,
        row -> tasks.add(task(row, instances)),
        project.id());
    return tasks;
  }

  private Task task(ResultSet row, List<Instance> instances) throws SQLException {
    return new Task(
        row.getInt(1),
        row.getString(2),
        instances.get(row.getInt(3)),
        shared(row.getString(4)),
        shared(row.getString(5)),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8),
        row.getBoolean(9),
        row.getBoolean(10));
  }

  private String shared(String text) {
    return texts.computeIfAbsent(text, same -> same);
  }

  private <T> Map<String, T> sheets(Collection<String> digests, Class<T> type) throws SQLException {
    Map<String, T> sheets = new HashMap<>();
    tx.each(
        "select digest, body from sheet where digest = any(?)",
        row -> sheets.put(row.getString(1), CanonicalJson.read(utf8(row, "body"), type)),
        (Object) digests.stream().distinct().toArray(String[]::new));
    return sheets;
  }

  private static byte[] utf8(ResultSet row, String column) throws SQLException {
    return row.getString(column).getBytes(UTF_8);
  }
}
