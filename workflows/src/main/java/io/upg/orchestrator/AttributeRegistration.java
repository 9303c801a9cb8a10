package io.upg.orchestrator;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.upg.contract.WorkflowAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes upg's search attributes known to the server where they are missing. A server that does not
 * allow it is worked with as well: then no project that is started has any. For one thread.
 */
final class AttributeRegistration {
  private static final Logger LOG = LoggerFactory.getLogger(AttributeRegistration.class);
  private static final long DEADLINE_SECONDS = 10;

  /** The server may be back soon, or was never asked. */
  private static final Set<Code> PASSING =
      Set.of(Code.UNAVAILABLE, Code.DEADLINE_EXCEEDED, Code.RESOURCE_EXHAUSTED, Code.CANCELLED);

  private final WorkflowClient client;
  private boolean decided;
  private boolean known;

  AttributeRegistration(WorkflowClient client) {
    this.client = client;
  }

  /**
   * Asks the server, until it has given an answer that lasts.
   *
   * @throws StatusRuntimeException while it gives none
   */
  void ensure() {
    if (decided) {
      return;
    }
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setChannel(client.getWorkflowServiceStubs().getRawChannel())
                .validateAndBuildWithDefaults());
    try {
      register(operator);
      known = true;
    } catch (StatusRuntimeException refusal) {
      if (PASSING.contains(refusal.getStatus().getCode())) {
        throw refusal;
      }
      sayWithout(refusal);
    }
    decided = true;
  }

  /** Of a project's workflow that is about to be started. */
  SearchAttributes of(String project) {
    return known ? WorkflowAttributes.of(project, "ready") : SearchAttributes.EMPTY;
  }

  private void register(OperatorServiceStubs operator) {
    List<String> missing = missing(operator);
    if (missing.isEmpty()) {
      return;
    }
    AddSearchAttributesRequest.Builder request =
        AddSearchAttributesRequest.newBuilder().setNamespace(namespace());
    missing.forEach(
        name -> request.putSearchAttributes(name, IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    try {
      stub(operator).addSearchAttributes(request.build());
      LOG.info("search attributes registered: {}", String.join(", ", missing));
    } catch (StatusRuntimeException failure) {
      // Another orchestrator may have been faster.
      if (!missing(operator).isEmpty()) {
        throw failure;
      }
    }
  }

  private List<String> missing(OperatorServiceStubs operator) {
    Map<String, IndexedValueType> known =
        stub(operator)
            .listSearchAttributes(
                ListSearchAttributesRequest.newBuilder().setNamespace(namespace()).build())
            .getCustomAttributesMap();
    return WorkflowAttributes.ALL.stream()
        .filter(key -> known.get(key.getName()) != key.getValueType())
        .map(SearchAttributeKey::getName)
        .toList();
  }

  private OperatorServiceBlockingStub stub(OperatorServiceStubs operator) {
    return operator.blockingStub().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private void sayWithout(StatusRuntimeException refusal) {
    if (refusal.getStatus().getCode() == Code.UNIMPLEMENTED) {
      LOG.info("this Temporal server, a small one, has no search attributes: upg works without");
      return;
    }
    LOG.warn(
        "search attributes {} cannot be registered in namespace '{}': {}. upg works without them;"
            + " new projects cannot be searched for by them. Register them, then start the"
            + " orchestrator again: temporal operator search-attribute create --namespace {} {}",
        names(""),
        namespace(),
        refusal.getMessage(),
        namespace(),
        names("--type Keyword --name "));
  }

  private static String names(String before) {
    return WorkflowAttributes.ALL.stream()
        .map(key -> before + key.getName())
        .collect(Collectors.joining(before.isEmpty() ? ", " : " "));
  }

  private String namespace() {
    return client.getOptions().getNamespace();
  }
}
