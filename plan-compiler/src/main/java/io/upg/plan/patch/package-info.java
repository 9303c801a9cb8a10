/**
 * What a patch changes of a task's content: a sheet and a patch give another sheet. Pure.
 *
 * <p>Not here: which tasks get it ({@code io.upg.plan.cut}), and how it is kept.
 */
package io.upg.plan.patch;
