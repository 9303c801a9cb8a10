package io.upg.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.upg.metrics.Metrics;
import java.util.List;

/** The only place where Temporal clients are made, so that all processes read each other's JSON. */
public final class TemporalClients {
  private TemporalClients() {}

  /**
   * A client that connects at its first call.
   *
   * @param target {@code host:port}
   */
  public static WorkflowClient client(String target, String namespace) {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(target)
            .setGrpcClientInterceptors(List.of(new RefusedPolls()));
    Metrics.temporal().ifPresent(options::setMetricsScope);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(options.build());
    return WorkflowClient.newInstance(stubs, options(namespace));
  }

  public static WorkflowClientOptions options(String namespace) {
    return WorkflowClientOptions.newBuilder()
        .setNamespace(namespace)
        .setDataConverter(dataConverter())
        .build();
  }

  /** JSON that ignores unknown names: a newer peer may say more. */
  public static DataConverter dataConverter() {
    return dataConverter(false);
  }

  /**
   * The same, for what foreign programs say: of a selection with a misspelt name more would be
   * selected than was meant.
   */
  public static DataConverter strictDataConverter() {
    return dataConverter(true);
  }

  private static DataConverter dataConverter(boolean strict) {
    ObjectMapper mapper = JacksonJsonPayloadConverter.newDefaultObjectMapper();
    mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, strict);
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper));
  }
}
