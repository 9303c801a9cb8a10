/**
 * Inventories of other tools, turned into the text of an {@code inventory.yaml}. Pure, like all of
 * plan-compiler: text in, text or every problem out.
 *
 * <p>Not here: reading {@code inventory.yaml} itself, or any file.
 */
package io.upg.plan.importing;
