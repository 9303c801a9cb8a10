package io.upg.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Addresses to listen on. Everything is loopback unless somebody says otherwise. */
public final class Addresses {
  public static final String LOOPBACK = "127.0.0.1";

  private static final int LOWEST_PORT = 10_000;
  private static final int OUTGOING_PORTS = 32_768;
  private static final int TRIES = 1_000;

  private Addresses() {}

  public static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(LOOPBACK, port);
  }

  /**
   * @param text {@code HOST:PORT}, {@code [IPv6]:PORT} or {@code PORT} (loopback)
   * @throws IllegalArgumentException with what is wrong
   */
  public static InetSocketAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? LOOPBACK : text.substring(0, colon).replaceAll("^\\[|]$", "");
    int port = port(text, text.substring(colon + 1));
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("'" + text + "': no host '" + host + "' is known here.");
    }
    return address;
  }

  private static int port(String text, String digits) {
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 65535) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address: expected HOST:PORT or PORT.");
    }
    return Integer.parseInt(digits);
  }

  /** {@code host:port} as a client on this machine can use it. */
  public static String text(InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    String host = ip.isAnyLocalAddress() ? LOOPBACK : ip.getHostAddress();
    return (ip instanceof Inet6Address && !ip.isAnyLocalAddress() ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(loopback(port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * A port that nobody listens on, for a process that keeps it: below those that the system takes
   * for outgoing connections (32768 and up on Linux), so that none has it while the process is
   * away.
   */
  public static int freePort() throws IOException {
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, OUTGOING_PORTS);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException(
        "Found no free port from %d to %d.".formatted(LOWEST_PORT, OUTGOING_PORTS));
  }
}
