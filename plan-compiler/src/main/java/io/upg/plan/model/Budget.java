package io.upg.plan.model;

/**
 * How many hosts a run may leave behind and still go on, as absolute numbers (percentages are
 * resolved at compile time, rounded down). Every limit defaults to 0: any failure waits.
 *
 * @param batch failed hosts in one batch
 * @param phase failed hosts in the phase
 * @param project failed hosts in the whole plan
 * @param unreachable unreachable hosts in the whole plan, counted apart from the failed ones
 */
public record Budget(int batch, int phase, int project, int unreachable) {
  public static final Budget NONE = new Budget(0, 0, 0, 0);
}
