package io.upg.plan.order;

/** Names of actions that the order treats in a way of their own. */
public final class Actions {
  /** Goes by stop groups, dependents before what they require. */
  public static final String STOP = "stop";

  /** The exact reverse of {@link #STOP}. */
  public static final String START = "start";

  private Actions() {}
}
