package io.upg.store;

import io.upg.contract.NodeTaskOrder;
import io.upg.contract.ShardOrder.Dispatch;
import io.upg.contract.TaskOrder;
import io.upg.plan.cut.CurrentPlan.NodeTask;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns granted rows into orders. */
final class ShardOrders {
  private static final int SUMMARY_BYTES = 200;

  private final RunRow run;
  private final GlobalPlan plan;
  private final long grant;
  private final Map<Integer, Granted> granted;
  private final Map<String, TaskSheet> patched;

  /**
   * A task under the shard's grant.
   *
   * @param awaited whether its result is still to come
   * @param earlier the oldest grant whose outcome is not known, or null
   */
  record Granted(int attempt, int revision, String sheet, boolean awaited, Long earlier) {}

  /**
   * @param patched digest → content, of the sheets that are not the plan's
   */
  ShardOrders(
      RunRow run,
      GlobalPlan plan,
      long grant,
      Map<Integer, Granted> granted,
      Map<String, TaskSheet> patched) {
    this.run = run;
    this.plan = plan;
    this.grant = grant;
    this.granted = granted;
    this.patched = patched;
  }

  /** One for every node task of which a result is still to come, with all its granted tasks. */
  List<Dispatch> of(List<NodeTask> nodeTasks) {
    List<Dispatch> dispatches = new ArrayList<>();
    for (NodeTask nodeTask : nodeTasks) {
      List<List<Task>> groups = grantedOf(nodeTask);
      if (groups.stream().flatMap(List::stream).anyMatch(task -> row(task).awaited())) {
        dispatches.add(dispatch(nodeTask.host(), groups));
      }
    }
    return dispatches;
  }

  private List<List<Task>> grantedOf(NodeTask nodeTask) {
    return nodeTask.groups().stream()
        .map(group -> group.stream().filter(task -> granted.containsKey(task.number())).toList())
        .filter(group -> !group.isEmpty())
        .toList();
  }

  private Granted row(Task task) {
    return granted.get(task.number());
  }

  private Dispatch dispatch(String host, List<List<Task>> groups) {
    NodeTaskOrder order =
        new NodeTaskOrder(
            run.project().name(),
            run.run(),
            host,
            run.direction(),
            grant,
            plan.hosts().get(host),
            groups.stream().map(group -> group.stream().map(this::order).toList()).toList());
    return new Dispatch(order, limit(groups), summary(host, groups));
  }

  private TaskOrder order(Task task) {
    Granted row = row(task);
    return new TaskOrder(
        task.number(), task.id(), row.attempt(), row.revision(), row.sheet(), row.earlier());
  }

  /** Groups come one after the other; of those that run side by side the longest counts. */
  private Duration limit(List<List<Task>> groups) {
    return groups.stream()
        .map(group -> group.stream().map(this::limit).max(Comparator.naturalOrder()).orElseThrow())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Duration limit(Task task) {
    String digest = row(task).sheet();
    TaskSheet patched = this.patched.get(digest);
    return (patched == null ? plan.sheets().get(digest) : patched).limit();
  }

  private static String summary(String host, List<List<Task>> groups) {
    Map<String, List<Task>> byAction =
        groups.stream()
            .flatMap(List::stream)
            .collect(Collectors.groupingBy(Task::action, LinkedHashMap::new, Collectors.toList()));
    String text =
        byAction.entrySet().stream()
            .map(action -> action.getKey() + " " + components(action.getValue()))
            .collect(Collectors.joining("; ", host + ": ", ""));
    return shortened(text);
  }

  private static String components(List<Task> tasks) {
    return tasks.stream().map(Task::component).distinct().collect(Collectors.joining(", "));
  }

  private static String shortened(String text) {
    String shortened = text;
    while (shortened.getBytes(StandardCharsets.UTF_8).length > SUMMARY_BYTES) {
      int words = shortened.lastIndexOf(' ', shortened.length() - 3);
      shortened = shortened.substring(0, Math.max(words, 1)) + " …";
    }
    return shortened;
  }
}
