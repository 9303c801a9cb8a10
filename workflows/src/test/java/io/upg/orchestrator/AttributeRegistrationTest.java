package io.upg.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc.OperatorServiceImplBase;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.upg.contract.WorkflowAttributes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AttributeRegistrationTest {
  private static final IndexedValueType KEYWORD = IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(AttributeRegistration.class);

  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final OperatorService operator = new OperatorService();
  private Server server;
  private WorkflowServiceStubs stubs;
  private AttributeRegistration registration;

  /** The operator's side of a server, which answers as it is told to. */
  private static final class OperatorService extends OperatorServiceImplBase {
    final Map<String, IndexedValueType> known = new TreeMap<>();
    final Deque<Status> failures = new ArrayDeque<>();
    boolean readOnly;
    int lists;

    @Override
    public void listSearchAttributes(
        ListSearchAttributesRequest request, StreamObserver<ListSearchAttributesResponse> answer) {
      lists++;
      if (!failures.isEmpty()) {
        answer.onError(failures.remove().asRuntimeException());
        return;
      }
      answer.onNext(
          ListSearchAttributesResponse.newBuilder().putAllCustomAttributes(known).build());
      answer.onCompleted();
    }

    @Override
    public void addSearchAttributes(
        AddSearchAttributesRequest request, StreamObserver<AddSearchAttributesResponse> answer) {
      if (readOnly) {
        answer.onError(Status.PERMISSION_DENIED.withDescription("no").asRuntimeException());
        return;
      }
      known.putAll(request.getSearchAttributesMap());
      answer.onNext(AddSearchAttributesResponse.getDefaultInstance());
      answer.onCompleted();
    }
  }

  @BeforeEach
  void start() throws IOException {
    String name = InProcessServerBuilder.generateName();
    server = InProcessServerBuilder.forName(name).addService(operator).build().start();
    stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder()
                .setChannel(InProcessChannelBuilder.forName(name).build())
                .build());
    registration = new AttributeRegistration(WorkflowClient.newInstance(stubs));
    said.start();
    LOG.setLevel(Level.INFO);
    LOG.addAppender(said);
  }

  @AfterEach
  void stop() {
    LOG.detachAppender(said);
    LOG.setLevel(null);
    stubs.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void what_is_missing_is_registered_and_asked_for_once() {
    operator.known.put("UpgProject", KEYWORD);

    registration.ensure();
    registration.ensure();

    assertThat(operator.known)
        .isEqualTo(Map.of("UpgPhase", KEYWORD, "UpgProject", KEYWORD, "UpgState", KEYWORD));
    assertThat(operator.lists).isEqualTo(1);
    assertThat(registration.of("spring")).isEqualTo(WorkflowAttributes.of("spring", "ready"));
    assertThat(said()).containsExactly("search attributes registered: UpgPhase, UpgState");
  }

  @Test
  void a_server_that_does_not_allow_it_is_worked_with_and_said_so_once() {
    operator.readOnly = true;

    registration.ensure();
    registration.ensure();

    assertThat(registration.of("spring")).isEqualTo(SearchAttributes.EMPTY);
    assertThat(said())
        .singleElement()
        .asString()
        .contains(
            "UpgProject, UpgPhase, UpgState cannot be registered in namespace 'default'",
            "PERMISSION_DENIED: no",
            "upg works without them",
            "temporal operator search-attribute create --namespace default --type Keyword"
                + " --name UpgProject --type Keyword --name UpgPhase");
  }

  @Test
  void an_attribute_of_another_type_is_left_alone_and_none_is_set() {
    operator.known.put("UpgState", IndexedValueType.INDEXED_VALUE_TYPE_INT);
    operator.readOnly = true;

    registration.ensure();

    assertThat(registration.of("spring")).isEqualTo(SearchAttributes.EMPTY);
    assertThat(operator.known).hasSize(1);
  }

  @Test
  void a_server_that_is_away_is_asked_again() {
    operator.failures.add(Status.UNAVAILABLE);

    assertThatThrownBy(registration::ensure).isInstanceOf(StatusRuntimeException.class);
    assertThat(registration.of("spring")).isEqualTo(SearchAttributes.EMPTY);
    registration.ensure();

    assertThat(registration.of("spring")).isNotEqualTo(SearchAttributes.EMPTY);
  }

  @Test
  void the_embedded_server_has_none_and_is_worked_with() {
    try (TestWorkflowEnvironment embedded = TestWorkflowEnvironment.newInstance()) {
      AttributeRegistration there = new AttributeRegistration(embedded.getWorkflowClient());
      there.ensure();

      assertThat(there.of("spring")).isEqualTo(SearchAttributes.EMPTY);
      assertThat(said()).singleElement().asString().contains("no search attributes");
    }
  }

  private List<String> said() {
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
