package io.upg.agent.builtin;

import java.io.IOException;

/** How a service was before a task changed it: kept until that is taken back. */
record ServiceFound(boolean running, boolean held) {

  /** As an earlier try of the task recorded it, else as it is now, recorded. */
  static ServiceFound first(BuiltinContext context, ServiceDriver driver, String service)
      throws ActionFailed, IOException, InterruptedException {
    var recorded = context.state().read(ServiceFound.class);
    if (recorded.isPresent()) {
      return recorded.get();
    }
    ServiceDriver.State now = driver.state(service);
    ServiceFound found = new ServiceFound(now.running(), now.held());
    context.state().write(found);
    return found;
  }
}
