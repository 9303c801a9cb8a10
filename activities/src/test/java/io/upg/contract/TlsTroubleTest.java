package io.upg.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.client.WorkflowClient;
import io.upg.access.TestCertificates;
import io.upg.access.Tls;
import io.upg.access.TlsFiles;
import io.upg.http.Addresses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is told by the status of its call, whichever side refuses the other and why. */
class TlsTroubleTest {
  @TempDir private static Path folder;
  private static TestCertificates certificates;
  private static Server server;
  private static Server plain;

  private WorkflowClient client;

  @BeforeAll
  static void start() throws IOException {
    certificates = new TestCertificates(folder).ca("ca").ca("other-ca");
    certificates.signed("server", "ca").signed("cn-1", "ca").signed("stranger", "other-ca");
    server =
        builder()
            .sslContext(
                GrpcSslContexts.configure(
                        SslContextBuilder.forServer(
                            certificates.cert("server").toFile(),
                            certificates.key("server").toFile()))
                    .trustManager(certificates.cert("ca").toFile())
                    .clientAuth(ClientAuth.REQUIRE)
                    .build())
            .build()
            .start();
    plain = builder().build().start();
  }

  private static NettyServerBuilder builder() {
    return NettyServerBuilder.forAddress(Addresses.loopback(0))
        .addService(
            new WorkflowServiceGrpc.WorkflowServiceImplBase() {
              @Override
              public void getSystemInfo(
                  GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
                answer.onNext(GetSystemInfoResponse.getDefaultInstance());
                answer.onCompleted();
              }
            });
  }

  @AfterAll
  static void stop() {
    server.shutdownNow();
    plain.shutdownNow();
  }

  @AfterEach
  void leave() {
    client.getWorkflowServiceStubs().shutdownNow();
  }

  @Test
  void the_right_certificate_is_taken() {
    ask("localhost", server, Optional.of(certificates.trusting("ca", "cn-1")));
  }

  @Test
  void without_TLS_the_options_are_named() {
    refused("localhost", server, Optional.empty())
        .hasMessageContainingAll("does not speak without TLS", "--temporal-tls", "--temporal-cert");
  }

  @Test
  void without_certificate_it_is_said_that_one_is_wanted() {
    refused("localhost", server, Optional.of(certificates.trusting("ca")))
        .hasMessageContainingAll(
            "wants a client certificate, and none was given", "--temporal-cert FILE");
  }

  @Test
  void a_certificate_that_is_not_trusted_there_is_named_with_its_dates() {
    TlsFiles stranger =
        new TlsFiles(
            certificates.cert("ca").toString(),
            certificates.cert("stranger").toString(),
            certificates.key("stranger").toString(),
            null);

    refused("localhost", server, Optional.of(stranger))
        .hasMessageContainingAll(
            "refused the certificate 'CN=stranger'", "stranger.pem", "valid from 2", "not trusted");
  }

  @Test
  void a_server_that_is_not_trusted_here_is_said() {
    refused("localhost", server, Optional.of(certificates.trusting("other-ca", "cn-1")))
        .hasMessageContainingAll("not trusted here", "--temporal-ca FILE");
  }

  @Test
  void a_server_of_another_name_is_said() {
    TlsFiles files = certificates.trusting("ca", "cn-1");
    TlsFiles named = new TlsFiles(files.ca(), files.cert(), files.key(), "temporal.example");

    refused("localhost", server, Optional.of(named))
        .hasMessageContainingAll("another name", "--temporal-server-name NAME");
  }

  @Test
  void a_server_without_TLS_is_said() {
    refused("localhost", plain, Optional.of(certificates.trusting("ca")))
        .hasMessageContaining("does not speak TLS. Leave out --temporal-tls");
  }

  @Test
  void nobody_there_is_no_trouble_with_TLS() {
    client = TemporalClients.client("127.0.0.1:1", "default", tls(certificates.trusting("ca")));

    assertThatThrownBy(this::call).satisfies(e -> assertThat(TlsRefused.in(e)).isEmpty());
  }

  private static Optional<Tls> tls(TlsFiles files) {
    return Optional.of(Tls.client(files));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(
      String host, Server server, Optional<TlsFiles> files) {
    return assertThatThrownBy(() -> ask(host, server, files))
        .satisfies(
            e -> assertThat(TlsRefused.in(e)).as("%s, because of %s", e, e.getCause()).isPresent());
  }

  private void ask(String host, Server server, Optional<TlsFiles> files) {
    if (client != null) {
      leave();
    }
    client =
        TemporalClients.client(host + ":" + server.getPort(), "default", files.map(Tls::client));
    call();
  }

  private void call() {
    client
        .getWorkflowServiceStubs()
        .blockingStub()
        .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
  }
}
