/**
 * From the global plan and recorded states to what one command does: the selection, the interceptor
 * that cuts a current plan or refuses, and the verdict after each of its batches. Pure functions;
 * who asks, who stores the answer and who runs it lives elsewhere.
 */
package io.upg.plan.cut;
