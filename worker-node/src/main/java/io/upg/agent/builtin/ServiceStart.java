package io.upg.agent.builtin;

import java.io.IOException;
import java.util.Optional;

/**
 * {@code service.start {service, driver?, grace?: 10s}}. Takes back by stopping it, where it did
 * not run.
 */
final class ServiceStart implements Builtin {
  @Override
  public String name() {
    return "service.start";
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    Params params = context.params("service", "driver", "grace");
    String service = params.text("service");
    ServiceDriver driver = context.services().driver(params.optional("driver"));
    ServiceFound found = ServiceFound.first(context, driver, service);
    driver.start(service, context.timeout());
    return service + (found.running() ? " was already running" : " started");
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
    if (!found.get().running()) {
      driver.stop(service, params.duration("grace", ServiceStop.GRACE));
    }
    driver.hold(service, found.get().held());
    context.state().clear();
    return service + (found.get().running() ? " keeps running, as it was found" : " stopped again");
  }
}
