package io.upg.store.query;

import java.time.Instant;

/**
 * A project in {@code upg project list}.
 *
 * @param revision of its plan, from 1
 * @param digest of its plan
 * @param closed whether it was closed by {@code upg project close}
 */
public record ProjectEntry(
    String project,
    ProjectState state,
    int revision,
    String digest,
    int tasks,
    Instant compiledAt,
    boolean closed) {}
