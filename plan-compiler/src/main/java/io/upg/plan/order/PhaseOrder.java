package io.upg.plan.order;

import java.util.List;

/**
 * A phase in order.
 *
 * @param stages what each batch does, for people
 * @param tasks sorted by batch, host, group, component and instance
 * @param hosts how many hosts have tasks
 */
public record PhaseOrder(List<String> stages, List<Placed> tasks, int hosts) {}
