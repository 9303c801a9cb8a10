package io.upg.agent.builtin;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code service.stop {service, driver?, grace?: 10s}}. Takes back by starting it, where it ran.
 */
final class ServiceStop implements Builtin {
  static final Duration GRACE = Duration.ofSeconds(10);

  @Override
  public String name() {
    return "service.stop";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    Params params = context.params("service", "driver", "grace");
    String service = params.text("service");
    ServiceDriver driver = context.services().driver(params.optional("driver"));
    ServiceFound found = ServiceFound.first(context, driver, service);
    driver.stop(service, params.duration("grace", GRACE));
    return service + (found.running() ? " stopped" : " was already stopped");
  }

  @Override
  public String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    Params params = context.params("service", "driver", "grace");
    String service = params.text("service");
    Optional<ServiceFound> found = context.state().read(ServiceFound.class);
    if (found.isEmpty()) {
      return service + " was not touched";
    }
    ServiceDriver driver = context.services().driver(params.optional("driver"));
    if (found.get().running()) {
      driver.start(service, context.timeout());
    }
    driver.hold(service, found.get().held());
    context.state().clear();
    return service + (found.get().running() ? " started again" : " stays stopped, as it was found");
  }
}
