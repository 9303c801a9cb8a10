package io.upg.store.query;

/**
 * Which commands, and how much of them.
 *
 * @param after id of the command behind which the answer begins; null for the first
 * @param limit the most that are given: the newest, or the first behind {@code after}; null for all
 * @param tasks how many task ids of each; null for all
 */
public record AuditFilter(String after, Integer limit, Integer tasks) {}
