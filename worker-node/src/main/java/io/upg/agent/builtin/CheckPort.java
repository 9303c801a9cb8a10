package io.upg.agent.builtin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** {@code check.port {port|service, host?, state: open|closed}}. */
final class CheckPort implements Builtin {
  private static final int CONNECT_MILLIS = 2_000;

  @Override
  public String name() {
    return "check.port";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed {
    Params params = context.params("port", "service", "host", "state");
    String expected = params.optional("state").orElse("open");
    if (!expected.equals("open") && !expected.equals("closed")) {
      throw new ActionFailed("Parameter 'state' is '" + expected + "'; expected open or closed");
    }
    InetSocketAddress address = address(context, params);
    String observed = open(address) ? "open" : "closed";
    String port = address.getHostString() + ":" + address.getPort();
    if (!observed.equals(expected)) {
      throw new ActionFailed("Port %s is %s; expected %s".formatted(port, observed, expected));
    }
    return "port " + port + " is " + observed;
  }

  @Override
  public String rollback(BuiltinContext context) {
    return "nothing to take back";
  }

  private static InetSocketAddress address(BuiltinContext context, Params params)
      throws ActionFailed {
    Optional<String> service = params.optional("service");
    if (service.isPresent() == params.optional("port").isPresent()) {
      throw new ActionFailed("Expected one of the parameters 'port' and 'service'");
    }
    if (service.isPresent()) {
      URI url = URI.create(context.services().url(service.get()));
      return new InetSocketAddress(url.getHost(), url.getPort());
    }
    int port = params.number("port", 0);
    if (port < 1 || port > 65_535) {
      throw new ActionFailed("Parameter 'port' is " + port + "; expected 1 to 65535");
    }
    return new InetSocketAddress(params.optional("host").orElse("127.0.0.1"), port);
  }

  private static boolean open(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
