package io.upg.store.query;

/**
 * Which commands, and how much of them.
 *
 * @param after id of the command behind which the answer begins; empty: before the first one; null:
 *     nowhere in particular
 * @param limit the most that are given: the first behind {@code after}, or where that is null the
 *     newest; null for all
 * @param tasks how many task ids of each; null for all
 */
public record AuditFilter(String after, Integer limit, Integer tasks) {
  boolean fromTheFirst() {
    return after == null || after.isEmpty();
  }
}
