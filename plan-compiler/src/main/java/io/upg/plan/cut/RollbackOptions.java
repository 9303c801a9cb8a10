package io.upg.plan.cut;

/**
 * What is to happen to later tasks that stand on those which are taken back.
 *
 * @param withDependents take them back first
 * @param only leave them standing
 */
public record RollbackOptions(boolean withDependents, boolean only) {
  /** Refuse the command, naming them. */
  public static final RollbackOptions NONE = new RollbackOptions(false, false);

  public static final RollbackOptions WITH_DEPENDENTS = new RollbackOptions(true, false);
  public static final RollbackOptions ONLY = new RollbackOptions(false, true);
}
