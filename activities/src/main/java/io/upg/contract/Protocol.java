package io.upg.contract;

/**
 * The version of what orchestrator and agents say to each other: {@link NodeActivities}, the
 * records in it, and the documents that an order names by digest (task sheet, host sheet, release
 * manifest). It rises by one with a release that changes any of them, however little.
 *
 * <p><b>Rule.</b> N and N-1 work together, in both directions: names that one side does not know
 * are ignored, names that are missing read as before there were any. So what a peer of N-1 must not
 * ignore is said only from N+1 on. The golden payloads of N-1 in this module's tests hold both
 * directions.
 *
 * <ul>
 *   <li>1: said nowhere; what states no version is this one
 *   <li>2: orders state the orchestrator's, reports and polls the agent's
 * </ul>
 */
public final class Protocol {
  public static final int CURRENT = 2;

  /** Of peers from before versions were stated. */
  static final int UNSTATED = 1;

  private Protocol() {}

  /** The newest orchestrator whose orders an agent of this version takes. */
  public static final int NEWEST_UNDERSTOOD = CURRENT + 1;
}
