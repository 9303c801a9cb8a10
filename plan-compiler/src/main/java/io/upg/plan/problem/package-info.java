/** What can be wrong with input, and how it is told. Which rules there are is not said here. */
package io.upg.plan.problem;
