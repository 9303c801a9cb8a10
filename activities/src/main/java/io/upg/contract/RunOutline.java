package io.upg.contract;

import io.upg.plan.model.Direction;

/**
 * @param batches how many batches the run has
 * @param next the first batch that has not passed, from 1; {@code batches + 1} when all have
 * @param stoppedBy who has its running tasks stopped; else null
 * @param tasks how many tasks it has
 * @param passed how many of them are in batches that have passed
 */
public record RunOutline(
    String project,
    int run,
    Direction direction,
    int batches,
    int next,
    String stoppedBy,
    int tasks,
    int passed) {}
