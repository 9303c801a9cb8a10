/**
 * The files a user writes, as records: inventory, project, release, logic book. Each is checked for
 * its own shape only; what the files say of one another is checked in {@code io.upg.plan.check}.
 */
package io.upg.plan.input;
