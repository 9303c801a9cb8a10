/**
 * The commands about inventories.
 *
 * <p>Not here: what an inventory means, and how one is made of another tool's (plan-compiler).
 */
package io.upg.cli.inventory;
