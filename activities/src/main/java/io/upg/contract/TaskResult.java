package io.upg.contract;

import io.upg.plan.model.TaskState;
import java.time.Instant;

/**
 * What became of one task under one grant.
 *
 * @param state DONE, FAIL, UNKNOWN or UNREACHABLE forwards, ROLLED_BACK or ROLLBACK_FAIL backwards;
 *     either way UNDO where it never started: then it is again what it was before the grant
 * @param exit exit code of the script, or null where none ran or it was killed
 * @param error one sentence, or null
 * @param message what the script said in its result, or null
 * @param tail the end of its output, or null; trimmed together, to {@link NodeTaskReport#maxBytes}
 * @param startedAt null where it never started
 */
public record TaskResult(
    int number,
    String task,
    TaskState state,
    Integer exit,
    String error,
    String message,
    String tail,
    Instant startedAt,
    Instant finishedAt) {}
