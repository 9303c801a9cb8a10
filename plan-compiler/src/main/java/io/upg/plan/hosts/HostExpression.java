package io.upg.plan.hosts;

import java.util.List;
import java.util.stream.Collectors;

/** A host set as read: what binds tighter is written without parentheses. */
sealed interface HostExpression {

  record All() implements HostExpression {
    @Override
    public String text() {
      return "all";
    }
  }

  record Role(String name) implements HostExpression {
    @Override
    public String text() {
      return "role=" + name;
    }
  }

  record Label(String key, String value) implements HostExpression {
    @Override
    public String text() {
      return (key.equals(HostSet.ZONE) ? key : "label." + key) + "=" + value;
    }
  }

  /**
   * Hosts by name.
   *
   * @param written what the author wrote: a name, a range or {@code @file}
   */
  record Names(String written, List<String> hosts) implements HostExpression {
    @Override
    public String text() {
      return hosts.isEmpty() ? "!all" : String.join(" | ", HostNames.fold(hosts));
    }

    @Override
    public int strength() {
      return HostNames.fold(hosts).size() > 1 ? 1 : 3;
    }
  }

  record Not(HostExpression inner) implements HostExpression {
    @Override
    public String text() {
      return "!" + inner.within(3);
    }
  }

  record And(List<HostExpression> parts) implements HostExpression {
    @Override
    public String text() {
      return parts.stream().map(part -> part.within(3)).collect(Collectors.joining(" & "));
    }

    @Override
    public int strength() {
      return 2;
    }
  }

  record Or(List<HostExpression> parts) implements HostExpression {
    @Override
    public String text() {
      return parts.stream().map(part -> part.within(1)).collect(Collectors.joining(" | "));
    }

    @Override
    public int strength() {
      return 1;
    }
  }

  /** As one would write it, files replaced by the hosts they name. */
  String text();

  /** How tightly its outermost sign binds: 1 for {@code |}, 2 for {@code &}, 3 for the rest. */
  default int strength() {
    return 3;
  }

  private String within(int needed) {
    return strength() < needed ? "(" + text() + ")" : text();
  }
}
