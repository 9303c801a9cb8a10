/**
 * One process that is many hosts: raw long polls on their queues, answers as agents give them, no
 * SDK workers, a bounded number of threads. What is simulated is the host; the server, the
 * contract's JSON and the journal's rules are real.
 */
package io.upg.bench.fleet;
