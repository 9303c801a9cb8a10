/** What every server on the JDK's HTTP server needs: addresses, limits, threads. No answers. */
package io.upg.http;
