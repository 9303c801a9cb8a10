/**
 * What the files say together, before it is put in order: the fleet, what moves where, the releases
 * needed, and which phases take which instance. Rules that can be broken are in {@code
 * io.upg.plan.check}.
 */
package io.upg.plan.draft;
