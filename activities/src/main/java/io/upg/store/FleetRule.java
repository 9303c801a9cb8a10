package io.upg.store;

import io.upg.plan.cut.CurrentPlan;
import io.upg.plan.cut.Refusal;
import io.upg.plan.cut.Rule;
import io.upg.plan.model.Task;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** No run may start from a version that another project has changed. */
final class FleetRule {
  private static final int NAMED = 3;
  private static final int LISTED = 20;

  private static final String CHANGED =
      """
      select distinct f.host, f.component, f.instance, f.version, f.project
      from fleet_version f
      join plan_instance i
        on i.host = f.host and i.component = f.component and i.name = f.instance
      where i.project_id = ? and f.project <> ?
      """;

  private record Key(String host, String component, String name) {}

  private record Version(String version, String project) {}

  private FleetRule() {}

  /** The first task of an instance in the cut starts from the version that counts. */
  static Optional<Refusal> check(Tx tx, ProjectRow project, CurrentPlan cut) throws SQLException {
    Map<Key, Version> changed = changed(tx, project);
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    List<Task> wrong = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    cut.inOrder()
        .forEach(
            task -> {
              Key key = new Key(task.host(), task.component(), task.instance().name());
              Version now = changed.remove(key);
              if (now != null && !now.version().equals(task.instance().from())) {
                wrong.add(task);
                sentences.add(sentence(task, now));
              }
            });
    return wrong.isEmpty() ? Optional.empty() : Optional.of(refusal(wrong, sentences));
  }

  private static Map<Key, Version> changed(Tx tx, ProjectRow project) throws SQLException {
    Map<Key, Version> changed = new HashMap<>();
    tx.each(
        CHANGED,
        row ->
            changed.put(
                new Key(row.getString(1), row.getString(2), row.getString(3)),
                new Version(row.getString(4), row.getString(5))),
        project.id(),
        project.name());
    return changed;
  }

  private static String sentence(Task task, Version now) {
    return "Host '%s' runs %s %s since project '%s', but the plan starts from %s."
        .formatted(
            task.host(), task.component(), now.version(), now.project(), task.instance().from());
  }

  private static Refusal refusal(List<Task> wrong, List<String> sentences) {
    String named = String.join(" ", sentences.subList(0, Math.min(NAMED, sentences.size())));
    int more = sentences.size() - NAMED;
    return new Refusal(
        Rule.FLEET_VERSION,
        named
            + (more > 0 ? " And " + more + " more." : "")
            + " Collect the inventory anew and compile again: upg compile project.yaml",
        wrong.stream().limit(LISTED).map(Task::id).toList());
  }
}
