package io.upg.plan.order;

import io.upg.plan.draft.Releases;
import io.upg.plan.input.Release;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Cuts lists of work the ways both layouts need. */
final class Lists {
  private Lists() {}

  static List<List<Work>> of(int size) {
    List<List<Work>> lists = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  /** Runs of works of the same host; {@code works} are in host order. */
  static List<List<Work>> byHost(List<Work> works) {
    List<List<Work>> nodes = new ArrayList<>();
    int host = -1;
    for (Work work : works) {
      if (work.move().rank() != host) {
        nodes.add(new ArrayList<>());
        host = work.move().rank();
      }
      nodes.get(nodes.size() - 1).add(work);
    }
    return nodes;
  }

  /** Each once, sorted by component and version. */
  static Collection<Release> releases(List<Work> works) {
    Map<Release, Boolean> seen = new IdentityHashMap<>();
    List<Release> releases = new ArrayList<>();
    for (Work work : works) {
      if (seen.put(work.release(), true) == null) {
        releases.add(work.release());
      }
    }
    releases.sort(Releases.ORDER);
    return Collections.unmodifiableList(releases);
  }

  /** {@code hosts 11 to 20 of 40}. */
  static String range(int before, int size, int all) {
    return size == 1
        ? "host " + (before + 1) + " of " + all
        : "hosts " + (before + 1) + " to " + (before + size) + " of " + all;
  }
}
