/** How the processes of the control plane show that they live. No rule of an upgrade is here. */
package io.upg.life;
