package io.upg.plan.draft;

import java.util.List;

/** Names the first of many: a problem is told once, not once a host. */
public final class Some {
  private Some() {}

  /** {@code ctrl-1}, {@code ctrl-1 (and 2 more)}. */
  public static String of(List<String> names) {
    int more = names.size() - 1;
    return names.get(0) + (more > 0 ? " (and " + more + " more)" : "");
  }

  /** {@code keystone on ctrl-1 (and 2 more)}. */
  public static String moves(List<Move> moves) {
    return of(moves.stream().map(Move::title).toList());
  }
}
