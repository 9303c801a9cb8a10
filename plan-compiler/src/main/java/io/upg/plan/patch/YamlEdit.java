package io.upg.plan.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Puts other values into a YAML text and leaves every other character as it is: order, comments,
 * the writer's style.
 */
final class YamlEdit {
  private static final LoadSettings SETTINGS = LoadSettings.builder().setUseMarks(true).build();

  private final String text;
  private final Node root;
  private final List<Replacement> replacements = new ArrayList<>();

  private record Replacement(int from, int to, String text) {}

  YamlEdit(String text) {
    this.text = text;
    this.root = new Compose(SETTINGS).composeString(text).orElseThrow();
  }

  /**
   * Replaces the value at the end of these keys.
   *
   * @param value in flow style
   * @return whether there is one
   */
  boolean replace(String value, String... keys) {
    Optional<Node> node = Optional.of(root);
    for (String key : keys) {
      node = node.flatMap(map -> value(map, key));
    }
    node.ifPresent(n -> replacements.add(new Replacement(from(n), to(n), value)));
    return node.isPresent();
  }

  /** The text with every replacement made. */
  String result() {
    StringBuilder result = new StringBuilder(text);
    replacements.stream()
        .sorted(Comparator.comparingInt(Replacement::from).reversed())
        .forEach(r -> result.replace(r.from(), r.to(), r.text()));
    return result.toString();
  }

  private static Optional<Node> value(Node map, String key) {
    if (!(map instanceof MappingNode mapping)) {
      return Optional.empty();
    }
    return mapping.getValue().stream()
        .filter(t -> t.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .map(NodeTuple::getValueNode)
        .findFirst();
  }

  private int from(Node node) {
    return offset(node.getStartMark().orElseThrow().getIndex());
  }

  /**
   * A block ends where its last entry does; the parser's mark is behind the comments that follow.
   */
  private int to(Node node) {
    if (node instanceof CollectionNode<?> block && block.getFlowStyle() == FlowStyle.BLOCK) {
      List<Node> inside = new ArrayList<>();
      if (node instanceof MappingNode mapping) {
        mapping.getValue().forEach(tuple -> inside.add(tuple.getValueNode()));
      } else {
        inside.addAll(((SequenceNode) node).getValue());
      }
      return to(inside.get(inside.size() - 1));
    }
    return offset(node.getEndMark().orElseThrow().getIndex());
  }

  /** Marks count characters, strings count halves of some. */
  private int offset(int codePoints) {
    return text.offsetByCodePoints(0, codePoints);
  }
}
