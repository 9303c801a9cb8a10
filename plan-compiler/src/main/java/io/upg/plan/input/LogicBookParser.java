package io.upg.plan.input;

import io.upg.plan.Suggest;
import io.upg.plan.model.Layout;
import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import io.upg.plan.yaml.Fields;
import io.upg.plan.yaml.Text;
import io.upg.plan.yaml.YamlMap;
import io.upg.plan.yaml.YamlValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a logic book. */
public final class LogicBookParser {
  private static final List<String> KEYS =
      List.of("name", "on", "components", "layout", "actions", "batch", "reversible", "pause");

  private final Problems problems;

  private LogicBookParser(Problems problems) {
    this.problems = problems;
  }

  public static LogicBook parse(YamlMap file, Problems problems) {
    return new LogicBookParser(problems).book(file);
  }

  private LogicBook book(YamlMap file) {
    Fields fields = Fields.of(file, "a logic book", problems, List.of("phases"));
    fields.require("phases");
    List<LogicBook.PhaseRule> phases = fields.each("phases", this::phase);
    refuseTwice("phase", phases.stream().map(LogicBook.PhaseRule::name).toList());
    return new LogicBook(phases);
  }

  private Optional<LogicBook.PhaseRule> phase(YamlMap entry) {
    Fields fields = Fields.of(entry, "a phase", problems, KEYS);
    fields.require("actions");
    Optional<Text> name = fields.required("name").filter(n -> Names.name("phase", n, problems));
    Layout layout = fields.text("layout").map(this::layout).orElse(Layout.BY_ACTION);
    List<LogicBook.PhaseAction> actions =
        fields.list("actions").stream().flatMap(item -> action(item, layout).stream()).toList();
    refuseTwice("action", actions.stream().map(LogicBook.PhaseAction::name).toList());
    return name.map(
        n ->
            new LogicBook.PhaseRule(
                n,
                fields.text("on").orElse(new Text("all", entry.place())),
                fields.texts("components"),
                layout,
                actions,
                Amounts.batches(fields, "batch", problems).orElse(BatchSizes.ALL_AT_ONCE),
                fields.flag("reversible", true),
                pauseAfter(fields)));
  }

  private boolean pauseAfter(Fields fields) {
    Optional<Text> pause = fields.text("pause");
    if (pause.isPresent() && !pause.get().value().equals("after")) {
      problems.error(
          "pause", pause.get().place(), "'pause' is '" + pause.get() + "'; expected 'after'.", "");
    }
    return pause.isPresent();
  }

  private Layout layout(Text written) {
    List<String> words = Arrays.stream(Layout.values()).map(Layout::word).toList();
    if (words.contains(written.value())) {
      return Layout.of(written.value());
    }
    problems.error(
        "layout",
        written.place(),
        "'layout' is '" + written + "'; expected " + String.join(" or ", words) + ".",
        Suggest.hint(written.value(), words));
    return Layout.BY_ACTION;
  }

  private Optional<LogicBook.PhaseAction> action(YamlValue item, Layout layout) {
    if (item instanceof YamlMap map && map.entries().size() == 1) {
      return actionWithBatch(map.entries().values().iterator().next(), layout);
    }
    return Fields.text("an entry of 'actions'", item, problems)
        .filter(name -> Names.action(name, problems))
        .map(name -> new LogicBook.PhaseAction(name, Optional.empty()));
  }

  private Optional<LogicBook.PhaseAction> actionWithBatch(YamlMap.Entry entry, Layout layout) {
    Text name = entry.key();
    if (!(entry.value() instanceof YamlMap options)) {
      problems.error(
          "type",
          name.place(),
          "action '" + name + "' has " + entry.value().kind() + "; expected {batch: SIZE}.",
          "");
      return Optional.empty();
    }
    Fields fields = Fields.of(options, "action '" + name + "'", problems, List.of("batch"));
    if (layout == Layout.BY_HOST && fields.has("batch")) {
      problems.error(
          "action-batch",
          name.place(),
          "action '"
              + name
              + "' has its own batch in a by-host phase, where a batch is all"
              + " actions of some hosts.",
          "Give the phase a batch, or make it layout: by-action.");
    }
    return Names.action(name, problems)
        ? Optional.of(new LogicBook.PhaseAction(name, Amounts.batches(fields, "batch", problems)))
        : Optional.empty();
  }

  private void refuseTwice(String what, List<Text> names) {
    Map<String, Place> seen = new HashMap<>();
    for (Text name : names) {
      Place first = seen.putIfAbsent(name.value(), name.place());
      if (first != null) {
        problems.error(
            "twice",
            name.place(),
            what + " '" + name + "' stands here again; it is in line " + first.line() + ".",
            "");
      }
    }
  }
}
