/** Rules over all modules; they are tested here because only here all of them are seen. */
package io.upg.architecture;
