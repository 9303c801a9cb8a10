/**
 * How processes prove to each other who they are: TLS with certificates on both sides, tokens, and
 * the options that name their files. Who may do what is not decided here.
 */
package io.upg.access;
