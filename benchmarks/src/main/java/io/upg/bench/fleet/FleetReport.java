package io.upg.bench.fleet;

import java.util.List;

/**
 * What a fleet has seen so far.
 *
 * @param hosts how many there are
 * @param polling how many of them have a poll open now
 * @param deliveries orders that arrived
 * @param redeliveries those of them that were known already
 * @param lost deliveries that the server counted and no host saw, as far as it told: a later one
 *     carried an attempt above 1, and was the host's first
 * @param refusedOrders those with an old grant, or for another host
 * @param nodeTasks orders that were run
 * @param tasks tasks that were started
 * @param answers reports that the server took
 * @param lateAnswers reports that it no longer waited for
 * @param repeatedCalls answers and heartbeats that failed and were made again
 * @param heartbeats those that the server took
 * @param exhausted polls and calls refused with RESOURCE_EXHAUSTED
 * @param expiredPolls polls that ended with the client's deadline: an order can be lost with each
 * @param brokenPolls polls that failed otherwise
 * @param violations how often a promise was broken; the first ones are in {@code told}
 */
public record FleetReport(
    int hosts,
    long polling,
    long deliveries,
    long redeliveries,
    long lost,
    long refusedOrders,
    long nodeTasks,
    long tasks,
    long answers,
    long lateAnswers,
    long repeatedCalls,
    long heartbeats,
    long exhausted,
    long expiredPolls,
    long brokenPolls,
    long violations,
    List<String> told) {

  public FleetReport {
    told = List.copyOf(told);
  }

  /** One line for people. */
  public String line() {
    return "%d of %d hosts poll; %d deliveries (%d again, %d before lost), %d tasks, %d answers (%d late), %d heartbeats; RESOURCE_EXHAUSTED %d, broken polls %d, repeated calls %d"
        .formatted(
            polling,
            hosts,
            deliveries,
            redeliveries,
            lost,
            tasks,
            answers,
            lateAnswers,
            heartbeats,
            exhausted,
            brokenPolls,
            repeatedCalls);
  }
}
