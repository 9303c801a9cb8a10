/**
 * The order: which task goes into which batch and group of a phase, in both layouts. What the tasks
 * hold is not said here.
 */
package io.upg.plan.order;
