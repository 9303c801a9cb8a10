package io.upg.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.temporal.client.WorkflowClient;
import io.upg.access.Access;
import io.upg.agent.doctor.ArtifactCheck;
import io.upg.agent.doctor.CertificateCheck;
import io.upg.agent.doctor.Check;
import io.upg.agent.doctor.ClockCheck;
import io.upg.agent.doctor.DiskCheck;
import io.upg.agent.doctor.Finding;
import io.upg.agent.doctor.FolderCheck;
import io.upg.agent.doctor.PythonCheck;
import io.upg.agent.doctor.RebootCheck;
import io.upg.agent.doctor.TemporalCheck;
import io.upg.contract.TemporalTarget;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code upg-node doctor}: whether an agent with these options has all that it needs. */
@Command(
    name = "upg-node " + DoctorCommand.NAME,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Looks whether an agent with these options has what it needs; changes nothing.",
      "Exit codes: 0 all well, warnings too; 1 something on this host needs you; 2 bad usage or",
      "configuration; 3 this host is well, Temporal or the artifact store does not answer."
    })
final class DoctorCommand implements Callable<Integer> {
  static final String NAME = "doctor";
  private static final int NEEDS_YOU = 1;
  private static final int DOES_NOT_ANSWER = 3;

  enum Format {
    text,
    json
  }

  @Mixin private NodeOptions options;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one JSON document on stdout.")
  private Format format;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    AgentConfig config = options.agent(Access.OPEN);
    List<Finding> found = new ArrayList<>();
    checks(config).forEach(check -> found.addAll(check.look()));
    Finding certificates = new CertificateCheck(options::access).look().get(0);
    found.add(certificates);
    if (!certificates.failed()) {
      found.addAll(elsewhere(options.agent(options.access())));
    }
    print(config.host(), found);
    return exitCode(found);
  }

  private static List<Check> checks(AgentConfig config) {
    return List.of(
        new FolderCheck(config.stateDir()),
        new DiskCheck(config.stateDir()),
        new PythonCheck("python3"),
        new RebootCheck(Path.of("/")));
  }

  /** What others answer; they are asked as the agent will ask them. */
  private List<Finding> elsewhere(AgentConfig config) {
    List<Finding> found = new ArrayList<>();
    found.addAll(new ClockCheck(config.artifacts(), config.access()).look());
    for (URI artifacts : config.artifacts()) {
      found.addAll(new ArtifactCheck(artifacts, config.access()).look());
    }
    TemporalTarget temporal = options.temporal(config.access());
    WorkflowClient client = temporal.client();
    try {
      found.addAll(new TemporalCheck(client, temporal.address(), config.host()).look());
    } finally {
      client.getWorkflowServiceStubs().shutdownNow();
    }
    return found;
  }

  private void print(String host, List<Finding> found) throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      Map<String, Object> document = Map.of("host", host, "checks", found);
      out.println(
          new ObjectMapper()
              .enable(
                  SerializationFeature.INDENT_OUTPUT,
                  SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
              .writeValueAsString(document));
    } else {
      found.forEach(finding -> out.println(finding.line()));
    }
    out.flush();
  }

  /** What only a person can repair comes first: to wait does not help there. */
  private static int exitCode(List<Finding> found) {
    if (found.stream().anyMatch(finding -> finding.failed() && !finding.elsewhere())) {
      return NEEDS_YOU;
    }
    return found.stream().anyMatch(Finding::failed) ? DOES_NOT_ANSWER : 0;
  }
}
