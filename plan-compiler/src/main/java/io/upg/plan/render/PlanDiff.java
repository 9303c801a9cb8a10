package io.upg.plan.render;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.plan.hosts.HostNames;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Phase;
import io.upg.plan.model.Task;
import io.upg.plan.model.TaskSheet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a new plan does otherwise than an old one of the same project: {@code +} added, {@code -}
 * removed, {@code >} moved, {@code *} other content. Tasks are told by their ids; those that
 * changed alike are one line with their hosts.
 */
public final class PlanDiff {
  private final GlobalPlan old;
  private final GlobalPlan next;
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final Map<String, String> fields = new HashMap<>();

  private PlanDiff(GlobalPlan old, GlobalPlan next) {
    this.old = old;
    this.next = next;
  }

  public static String text(GlobalPlan old, GlobalPlan next) {
    return new PlanDiff(old, next).text();
  }

  private String text() {
    if (old.digest().equals(next.digest())) {
      return "The plans are the same: %s\n".formatted(old.digest());
    }
    StringBuilder text = new StringBuilder();
    text.append("--- ").append(old.digest()).append("\n+++ ").append(next.digest()).append('\n');
    phases(text);
    tasks();
    hosts();
    lines.forEach(
        (change, hosts) -> text.append("%s: %s\n".formatted(change, HostNames.text(hosts))));
    term(text, "requires", old.requires(), next.requires());
    term(text, "unreachable after", old.unreachableAfter(), next.unreachableAfter());
    term(text, "inventory", old.inventory(), next.inventory());
    return text.toString();
  }

  private static void term(StringBuilder text, String name, Object before, Object after) {
    if (!before.equals(after)) {
      text.append("* %s %s -> %s\n".formatted(name, before, after));
    }
  }

  private void phases(StringBuilder text) {
    Map<String, Phase> before = byName(old);
    Map<String, Phase> after = byName(next);
    if (!List.copyOf(before.keySet()).equals(List.copyOf(after.keySet()))) {
      text.append("* phases ").append(String.join(", ", before.keySet()));
      text.append(" -> ").append(String.join(", ", after.keySet())).append('\n');
    }
    after.forEach(
        (name, phase) -> {
          String was = before.containsKey(name) ? terms(before.get(name)) : terms(phase);
          if (!was.equals(terms(phase))) {
            text.append("* phase %s: %s -> %s\n".formatted(name, was, terms(phase)));
          }
        });
  }

  private static Map<String, Phase> byName(GlobalPlan plan) {
    Map<String, Phase> phases = new LinkedHashMap<>();
    plan.phases().forEach(phase -> phases.put(phase.name(), phase));
    return phases;
  }

  private static String terms(Phase phase) {
    return "%s, %s, %s%s, budget %s"
        .formatted(
            phase.layout().word(),
            phase.batches() == 1 ? "1 batch" : phase.batches() + " batches",
            phase.reversible() ? "reversible" : "no way back",
            phase.pauseAfter() ? ", pauses after it" : "",
            new String(CanonicalJson.bytes(phase.budget()), StandardCharsets.UTF_8));
  }

  private void tasks() {
    Map<String, Task> before = byId(old);
    Map<String, Task> after = byId(next);
    before.forEach(
        (id, task) -> {
          if (!after.containsKey(id)) {
            add("- " + what(task) + " in " + place(old, task), task.host());
          }
        });
    after.forEach(
        (id, task) -> {
          Task was = before.get(id);
          if (was == null) {
            add("+ " + what(task) + " in " + place(next, task), task.host());
          } else {
            compare(was, task);
          }
        });
  }

  private void compare(Task was, Task task) {
    String from = place(old, was);
    String to = place(next, task);
    if (!from.equals(to)) {
      add("> " + what(task) + " from " + from + " to " + to, task.host());
    }
    String changed = changed(was, task);
    if (!changed.isEmpty()) {
      add("* " + what(task) + " in " + to + ": other " + changed, task.host());
    }
  }

  private static Map<String, Task> byId(GlobalPlan plan) {
    Map<String, Task> tasks = new LinkedHashMap<>(plan.tasks().size() * 2);
    plan.tasks().forEach(task -> tasks.put(task.id(), task));
    return tasks;
  }

  private static String what(Task task) {
    String name = task.instance().name();
    return task.action() + " " + task.component() + (name.isEmpty() ? "" : "." + name);
  }

  private static String place(GlobalPlan plan, Task task) {
    return plan.phaseOf(task).name() + " batch " + task.batch() + " group " + task.group();
  }

  /** The names of what differs in the tasks' content, comma joined. */
  private String changed(Task was, Task task) {
    TreeSet<String> names = new TreeSet<>();
    if (!was.sheet().equals(task.sheet())) {
      String sheets =
          fields.computeIfAbsent(
              was.sheet() + task.sheet(),
              pair -> fields(old.sheets().get(was.sheet()), next.sheets().get(task.sheet())));
      names.add(sheets);
    }
    if (!was.instance().equals(task.instance())) {
      names.add("versions (" + TaskWords.move(was.instance()) + " before)");
    }
    if (was.once() != task.once()) {
      names.add("scope");
    }
    if (was.reversible() != task.reversible()) {
      names.add(task.reversible() ? "way back (there is one now)" : "way back (there is none now)");
    }
    return String.join(", ", names);
  }

  private static String fields(TaskSheet was, TaskSheet sheet) {
    Map<String, Object> before = tree(was);
    Map<String, Object> after = tree(sheet);
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
    return String.join(", ", names);
  }

  private static Map<String, Object> tree(TaskSheet sheet) {
    return CanonicalJson.read(
        CanonicalJson.bytes(sheet), new TypeReference<TreeMap<String, Object>>() {});
  }

  private void hosts() {
    next.hosts()
        .forEach(
            (host, sheet) -> {
              String was = old.hosts().get(host);
              if (was == null) {
                add("+ hosts", host);
              } else if (!was.equals(sheet)) {
                add("* hosts with other roles, labels or variables", host);
              }
            });
    old.hosts().keySet().stream()
        .filter(host -> !next.hosts().containsKey(host))
        .forEach(host -> add("- hosts", host));
  }

  private void add(String change, String host) {
    lines.computeIfAbsent(change, c -> new ArrayList<>()).add(host);
  }
}
