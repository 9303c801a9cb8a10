package io.upg.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.upg.contract.CommandRequest;
import io.upg.plan.cut.Contents;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskSheet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** {@code patch}: new revisions of tasks that nobody is at work on. */
final class PatchRules {
  private static final String REVISE =
      """
      update task_state s set revision = s.revision + 1, sheet = p.sheet
      from unnest(?::int[], ?::text[]) as p(number, sheet)
      where s.project_id = ? and s.number = p.number
      """;

  private final Judging judging;
  private final Tx tx;
  private final int project;

  PatchRules(Judging judging) {
    this.judging = judging;
    this.tx = judging.tx();
    this.project = judging.project().id();
  }

  /**
   * @throws Unpublished if a new sheet is not among those that agents can fetch
   */
  Decision judge() throws SQLException {
    PatchPlan plan = TaskLocks.settled(tx, project, this::plan, PatchPlan::tasks);
    if (plan.refusal() != null) {
      return judging.refused(plan.refusal());
    }
    if (!judging.published().containsAll(plan.sheets().keySet())) {
      throw new Unpublished();
    }
    for (PatchPlan.Applied patch : plan.applied()) {
      write(patch);
    }
    return judging.about(plan.tasks(), plan.notes());
  }

  /** What the command would do by what is recorded now. */
  PatchPlan plan() throws SQLException {
    Contents contents = RecordedContents.read(tx, project, judging.plan());
    return PatchPlan.of(contents, judging.factsAsAsked(), judging.command(), others());
  }

  private List<StoredPatch> others() throws SQLException {
    String from = judging.command().from();
    return from == null ? null : StoredPatch.ofProject(tx, from);
  }

  private void write(PatchPlan.Applied applied) throws SQLException {
    sheets(applied.decision().sheets());
    SortedMap<Integer, String> digests = applied.decision().digests();
    tx.update(
        REVISE,
        digests.keySet().toArray(Integer[]::new),
        digests.values().toArray(String[]::new),
        project);
    CommandRequest command = judging.command();
    tx.update(
        """
        insert into patch (project_id, number, who, component, script, sha256, reason, origin,
          tasks, task_count, releases, body)
        select ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?::int4multirange, ?, ?::json,
          ?::json
        from patch where project_id = ?
        """,
        project,
        command.who(),
        applied.patch().component(),
        applied.patch().script(),
        applied.patch().sha256(),
        command.reason(),
        applied.origin(),
        TaskRanges.text(applied.decision().tasks()),
        digests.size(),
        CommandStore.json(
            applied.decision().sheets().values().stream()
                .map(TaskSheet::release)
                .distinct()
                .sorted()
                .toList()),
        CommandStore.json(applied.patch()),
        project);
  }

  private void sheets(Map<String, TaskSheet> sheets) throws SQLException {
    for (Map.Entry<String, TaskSheet> sheet : sheets.entrySet()) {
      tx.update(
          "insert into sheet values (?, ?::json) on conflict do nothing",
          sheet.getKey(),
          new String(CanonicalJson.bytes(sheet.getValue()), UTF_8));
    }
  }
}
