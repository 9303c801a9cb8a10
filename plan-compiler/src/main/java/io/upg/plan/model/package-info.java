/**
 * The global plan and the words of it, as immutable records, and the one table of task transitions.
 * How a plan is compiled, cut, stored or run lives elsewhere.
 */
package io.upg.plan.model;
