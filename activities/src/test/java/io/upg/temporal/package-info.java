/**
 * Which Temporal a test runs on: the in-memory server, or with {@code -Dupg.temporal=dev} a real
 * one. Nothing here knows what is tested.
 */
package io.upg.temporal;
