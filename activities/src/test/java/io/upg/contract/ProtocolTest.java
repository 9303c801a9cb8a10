package io.upg.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.upg.plan.model.Direction;
import io.upg.plan.model.TaskState;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * N and N-1 understand each other. {@code protocol/<N>/} holds what processes of protocol N have
 * sent. A contract that changes makes {@link #what_is_sent_is_what_this_protocol_sends} fail: then
 * raise {@link Protocol#CURRENT}, keep the old files, add those of the new number, and let the
 * records below be those of the old one.
 */
class ProtocolTest {
  private static final DataConverter CONVERTER = TemporalClients.dataConverter();
  private static final AgentBuild AGENT = new AgentBuild("0.2.0", 2);

  /** How N-1 reads an order. */
  record OrderBefore(
      String project,
      int run,
      String host,
      Direction direction,
      long grant,
      String hostSheet,
      List<List<TaskOrder>> groups) {}

  /** How N-1 reads a report. */
  record ReportBefore(String host, long grant, List<TaskResult> results) {}

  @ParameterizedTest
  @ValueSource(ints = {Protocol.CURRENT - 1, Protocol.CURRENT})
  void an_order_of_either_is_read(int protocol) throws Exception {
    assertThat(read(protocol, "order", NodeTaskOrder.class)).isEqualTo(order(protocol));
  }

  @ParameterizedTest
  @ValueSource(ints = {Protocol.CURRENT - 1, Protocol.CURRENT})
  void a_report_of_either_is_read(int protocol) throws Exception {
    AgentBuild agent = protocol == 1 ? null : AGENT;
    assertThat(read(protocol, "report", NodeTaskReport.class)).isEqualTo(report(agent));
    assertThat(read(protocol, "progress", NodeProgress.class)).isEqualTo(progress());
  }

  @Test
  void what_is_sent_is_what_this_protocol_sends() throws Exception {
    assertThat(sent(order(Protocol.CURRENT))).isEqualTo(golden(Protocol.CURRENT, "order"));
    assertThat(sent(report(AGENT))).isEqualTo(golden(Protocol.CURRENT, "report"));
    assertThat(sent(progress())).isEqualTo(golden(Protocol.CURRENT, "progress"));
  }

  @Test
  void what_is_sent_is_read_by_the_one_before() throws Exception {
    NodeTaskOrder order = order(Protocol.CURRENT);
    assertThat(read(Protocol.CURRENT, "order", OrderBefore.class))
        .isEqualTo(
            new OrderBefore(
                order.project(),
                order.run(),
                order.host(),
                order.direction(),
                order.grant(),
                order.hostSheet(),
                order.groups()));
    NodeTaskReport report = report(AGENT);
    assertThat(read(Protocol.CURRENT, "report", ReportBefore.class))
        .isEqualTo(new ReportBefore(report.host(), report.grant(), report.results()));
  }

  @Test
  void an_agent_says_who_it_is_in_its_polls_and_an_old_one_only_its_host() {
    AgentIdentity own = new AgentIdentity("cn-2", AGENT);
    assertThat(own.text()).isEqualTo("upg-node cn-2 0.2.0 2");
    assertThat(AgentIdentity.parse(own.text())).contains(own);
    assertThat(AgentIdentity.parse("upg-node cn-2"))
        .contains(new AgentIdentity("cn-2", AgentBuild.UNSTATED));
    assertThat(AgentIdentity.parse("4711@somewhere")).isEmpty();
  }

  private static NodeTaskOrder order(int protocol) {
    String undrain = "73e54a231c0ea9c3ad149641fc0d834c7b59547dede5d4e766b4d45a85bac25d";
    String verify = "5ad1734d3c367991d98a487b7507cb25c11372fc30e7bfaa5693e12b7323e14c";
    String hostos = "c577de3abadc5adc7ff0f7524e0faf646a41a418a599f5deed4ef68a76c3ee3d";
    return new NodeTaskOrder(
        "sample",
        10,
        "cn-2",
        Direction.ROLLBACK,
        31,
        "6feb25dd3c021bd171d3fefe3554bf6b9c6214deb8259e3d4d51764884480b29",
        List.of(
            List.of(new TaskOrder(148, "cn-2_undrain_nova-compute", 1, 1, undrain)),
            List.of(
                new TaskOrder(147, "cn-2_verify_nova-compute", 2, 1, verify, 29L),
                new TaskOrder(146, "cn-2_verify_hostos", 1, 1, hostos))),
        protocol);
  }

  private static NodeTaskReport report(AgentBuild agent) {
    TaskResult drained =
        new TaskResult(
            138,
            "cn-2_drain_nova-compute",
            TaskState.DONE,
            0,
            null,
            "drained",
            "drained\n",
            Instant.parse("2026-11-23T13:09:01.823000150Z"),
            Instant.parse("2026-11-23T13:09:01.863965624Z"));
    TaskResult left =
        new TaskResult(
            139,
            "cn-2_stop_nova-compute",
            TaskState.UNDO,
            null,
            null,
            null,
            null,
            null,
            Instant.parse("2026-11-23T13:09:01.923559109Z"));
    return new NodeTaskReport("cn-2", 32, List.of(drained, left), agent);
  }

  private static NodeProgress progress() {
    return new NodeProgress(List.of("cn-2_verify_hostos"), 1, 3);
  }

  private static <T> T read(int protocol, String name, Class<T> type) throws IOException {
    Payload payload =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFromUtf8(golden(protocol, name)))
            .build();
    return CONVERTER.fromPayload(payload, type, type);
  }

  private static String sent(Object value) {
    return CONVERTER.toPayload(value).orElseThrow().getData().toStringUtf8();
  }

  private static String golden(int protocol, String name) throws IOException {
    String file = "/protocol/%d/%s.json".formatted(protocol, name);
    try (InputStream golden = ProtocolTest.class.getResourceAsStream(file)) {
      return new String(golden.readAllBytes(), UTF_8).strip();
    }
  }
}
