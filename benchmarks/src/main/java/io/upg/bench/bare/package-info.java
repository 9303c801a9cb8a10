/**
 * What upg is measured against: the same node tasks on the same server, sent by plain workflows
 * that keep no plan, no grant, no journal and no result.
 */
package io.upg.bench.bare;
