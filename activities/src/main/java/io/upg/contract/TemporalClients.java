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
import io.upg.access.Tls;
import io.upg.metrics.Metrics;
import java.util.List;
import java.util.Optional;

/** The only place where Temporal clients are made, so that all processes read each other's JSON. */
public final class TemporalClients {
  private TemporalClients() {}

  /**
   * A client without TLS, as {@link #client(String, String, Optional)}.
   *
   * @param target {@code host:port}
   */
  public static WorkflowClient client(String target, String namespace) {
    return client(target, namespace, Optional.empty());
  }

  /**
   * A client that connects at its first call. Where it is refused for want of TLS or of the right
   * certificate, the status of the call says what was seen and what to do.
   *
   * @param target {@code host:port}
   */
  public static WorkflowClient client(String target, String namespace, Optional<Tls> tls) {
    WorkflowServiceStubsOptions.Builder options =
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(target)
            .setGrpcClientInterceptors(
                List.of(new RefusedPolls(), new RefusedTls(new TlsTrouble(target, tls))));
    tls.ifPresent(
        known -> {
          options.setSslContext(known.forGrpc());
          known
              .serverName()
              .ifPresent(
                  name ->
                      options.setChannelInitializer(channel -> channel.overrideAuthority(name)));
        });
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
