/**
 * Lowers a current plan into the program that workflows execute as it is: serial batches, each cut
 * into shards. It decides sizes only; order and content come from the plan.
 */
package io.upg.plan.lower;
