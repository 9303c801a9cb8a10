package io.upg.agent.builtin;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code check.http {url|service, path?, status?: 200, contains?, timeout?: 10s}}: asks until the
 * answer is right or the timeout has passed.
 */
final class CheckHttp implements Builtin {
  private static final int OK = 200;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 200;

  @Override
  public String name() {
    return "check.http";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, InterruptedException {
    Params params = context.params("url", "service", "path", "status", "contains", "timeout");
    String url = url(context, params);
    int status = params.number("status", OK);
    String contains = params.optional("contains").orElse("");
    Duration timeout = params.duration("timeout", TIMEOUT);
    long limit = System.nanoTime() + timeout.toNanos();
    while (true) {
      HttpAnswer answer = HttpAnswer.of(url, timeout);
      if (answer.status() == status && answer.body().contains(contains)) {
        return "%s answers %d".formatted(url, status);
      }
      if (System.nanoTime() >= limit) {
        throw new ActionFailed(wrong(url, answer, status, contains));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  @Override
  public String rollback(BuiltinContext context) {
    return "nothing to take back";
  }

  private static String url(BuiltinContext context, Params params) throws ActionFailed {
    Optional<String> service = params.optional("service");
    if (service.isPresent() == params.optional("url").isPresent()) {
      throw new ActionFailed("Expected one of the parameters 'url' and 'service'");
    }
    String base = service.isPresent() ? context.services().url(service.get()) : params.text("url");
    Optional<String> path = params.optional("path");
    return path.isEmpty()
        ? base
        : base.replaceAll("/+$", "") + "/" + path.get().replaceAll("^/+", "");
  }

  private static String wrong(String url, HttpAnswer answer, int status, String contains) {
    String expected = status + (contains.isEmpty() ? "" : " with '" + contains + "'");
    return "%s %s; expected %s".formatted(url, answer.summary(), expected);
  }
}
