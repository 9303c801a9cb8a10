package io.upg.store;

import io.upg.contract.NodeTaskReport;
import java.util.List;

/** Reports as they arrive at the recorder: of one run. */
public record RunReports(String project, int run, List<NodeTaskReport> reports) {
  public RunReports {
    reports = List.copyOf(reports);
  }
}
