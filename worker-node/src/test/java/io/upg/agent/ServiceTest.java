package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.agent.process.ProcessMarks;
import io.upg.contract.TaskResult;
import io.upg.plan.input.Builtins;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.TaskState;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {
  private static final String DAEMON =
      """
      import http.server, os, subprocess, sys
      subprocess.Popen(["sleep", "300"])
      subprocess.Popen(["sleep", "301"], start_new_session=True)
      class Answer(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              self.send_response(200 if self.path != "/broken" else 500)
              self.end_headers()
              self.wfile.write(b"keystone " + os.environ["RELEASE"].encode())
          def log_message(self, *words):
              pass
      http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
      """;

  @TempDir Path folder;
  private TestHost host;
  private int port;
  private Sheet stop;
  private Sheet start;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    define("keystone", List.of("python3", "opt/keystoned.py", Integer.toString(port)), true);
    stop = host.builtin("service.stop", Map.of("service", "keystone", "grace", "3s"));
    start = host.builtin("service.start", Map.of("service", "keystone"));
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_sandbox_boots_its_services_and_leaves_none_when_it_is_shut_down() throws Exception {
    host.boot();

    assertThat(check("/version", Map.of("contains", "keystone 2024.1")).error()).isNull();
    assertThat(ProcessMarks.in(folder)).hasSize(3);

    host.restart();

    assertThat(ProcessMarks.in(folder)).isEmpty();
    assertThat(marker()).doesNotExist();
  }

  @Test
  void a_stopped_service_leaves_no_process_and_stays_stopped_at_the_next_boot() throws Exception {
    host.boot();

    assertThat(host.runOne(stop).message()).isEqualTo("keystone stopped");
    assertThat(ProcessMarks.in(folder)).isEmpty();

    host.restart();
    host.boot();
    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void a_stop_taken_back_starts_what_ran() throws Exception {
    host.boot();
    host.runOne(stop);

    assertThat(host.rollbackOne(stop).message()).isEqualTo("keystone started again");

    assertThat(check("/", Map.of()).error()).isNull();
    assertThat(marker()).doesNotExist();
  }

  @Test
  void a_service_found_stopped_stays_stopped_when_the_stop_is_taken_back() throws Exception {
    Files.createDirectories(marker().getParent());
    Files.createFile(marker());

    assertThat(host.runOne(stop).message()).isEqualTo("keystone was already stopped");
    assertThat(host.rollbackOne(stop).state()).isEqualTo(TaskState.ROLLED_BACK);

    assertThat(ProcessMarks.in(folder)).isEmpty();
    assertThat(marker()).exists();
  }

  @Test
  void a_start_waits_for_an_answer_and_taken_back_it_stops_what_it_started() throws Exception {
    Files.createDirectories(marker().getParent());
    Files.createFile(marker());

    assertThat(host.runOne(start).message()).isEqualTo("keystone started");
    assertThat(check("/", Map.of()).error()).isNull();
    assertThat(marker()).doesNotExist();

    assertThat(host.rollbackOne(start).message()).isEqualTo("keystone stopped again");
    assertThat(ProcessMarks.in(folder)).isEmpty();
    assertThat(marker()).exists();
  }

  @Test
  void a_start_taken_back_leaves_what_ran_before_running() throws Exception {
    host.boot();

    assertThat(host.runOne(start).message()).isEqualTo("keystone was already running");
    assertThat(host.rollbackOne(start).message()).contains("keeps running");

    assertThat(ProcessMarks.in(folder)).hasSize(3);
  }

  @Test
  void a_service_that_dies_at_once_fails_with_the_end_of_its_log() throws Exception {
    define("keystone", List.of("sh", "-c", "echo no database >&2; exit 1"), true);

    TaskResult result = host.runOne(start);

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .contains("Service 'keystone' ended right after its start")
        .contains("'no database'");
  }

  @Test
  void a_service_that_ignores_term_is_killed_with_its_children() throws Exception {
    define(
        "keystone",
        List.of("sh", "-c", "trap '' TERM; sleep 300 & touch ready; wait; wait"),
        false);
    host.boot();
    Await.until(() -> Files.exists(host.root().resolve("ready")), "the service to ignore TERM");
    Sheet hard = host.builtin("service.stop", Map.of("service", "keystone", "grace", "200ms"));

    assertThat(host.runOne(hard).state()).isEqualTo(TaskState.DONE);

    assertThat(ProcessMarks.in(folder)).isEmpty();
  }

  @Test
  void a_pid_that_was_given_to_somebody_else_is_never_killed() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      Path pidFile = host.own().resolve("services/keystone.pid");
      Files.createDirectories(pidFile.getParent());
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
      Files.write(
          pidFile, CanonicalJson.bytes(Map.of("pid", stranger.pid(), "start", 1, "boot", boot)));

      assertThat(host.runOne(stop).message()).isEqualTo("keystone was already stopped");

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly().waitFor();
    }
  }

  @Test
  void the_next_agent_finds_the_services_of_one_that_was_killed() throws Exception {
    host.boot();
    List<Long> before = ProcessMarks.in(folder);
    Path pidFile = host.own().resolve("services/keystone.pid");
    Files.write(pidFile, new byte[0]);

    assertThat(host.runOne(start).message()).isEqualTo("keystone was already running");

    assertThat(ProcessMarks.in(folder)).isEqualTo(before);
  }

  @Test
  void an_undefined_service_is_named_with_the_file_that_is_missing() throws Exception {
    TaskResult result = host.runOne(host.builtin("service.stop", Map.of("service", "glance")));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error())
        .contains("Service 'glance' is not defined: expected")
        .contains("etc/services/glance.json");
  }

  @Test
  void a_start_that_takes_too_long_says_what_it_waited_for() throws Exception {
    define("keystone", List.of("sleep", "300"), true);

    TaskResult result = host.runOne(start.timeout(Duration.ofMillis(800)));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).containsAnyOf("does not answer", "timeout after 0.8s");
    host.run(9, stop);
  }

  @Test
  void checks_tell_what_they_found_and_what_they_expected() throws Exception {
    host.boot();

    assertThat(check("/broken", Map.of("timeout", "300ms")).error())
        .endsWith("/broken answers 500 'keystone 2024.1'; expected 200");
    assertThat(port(Map.of("port", port)).error()).isNull();
    assertThat(port(Map.of("port", port, "host", "localhost")).message())
        .isEqualTo("port localhost:" + port + " is open");
    assertThat(port(Map.of("service", "keystone", "state", "closed")).error())
        .isEqualTo("check.port: Port 127.0.0.1:%d is open; expected closed".formatted(port));
    host.run(System.nanoTime(), stop);
    assertThat(port(Map.of("port", port, "state", "closed")).error()).isNull();
    assertThat(port(Map.of("port", port)).error()).endsWith("is closed; expected open");
  }

  @Test
  void a_disk_that_is_too_small_is_told_with_both_figures() throws Exception {
    Sheet enough = host.builtin("check.disk", Map.of("path", "/var/lib", "free", "1KiB"));
    Sheet small = host.builtin("check.disk", Map.of("path", "/", "free", "1000PiB"));

    assertThat(host.run(1, enough).results().get(0).error()).isNull();
    assertThat(host.run(2, small).results().get(0).error())
        .startsWith("check.disk: / has ")
        .contains("expected 1000.0 PiB");
  }

  private TaskResult check(String path, Map<String, Object> more) throws Exception {
    Map<String, Object> params =
        new java.util.HashMap<>(Map.of("service", "keystone", "path", path));
    params.putAll(more);
    return host.run(System.nanoTime(), host.builtin("check.http", params)).results().get(0);
  }

  private TaskResult port(Map<String, Object> params) throws Exception {
    assertThat(Builtins.problems("check.port", params)).as("the catalogue").isEmpty();
    return host.run(System.nanoTime(), host.builtin("check.port", params)).results().get(0);
  }

  private Path marker() {
    return host.own().resolve("services/keystone.stopped");
  }

  private void define(String name, List<String> exec, boolean url) throws Exception {
    Path definitions = Files.createDirectories(host.root().resolve("etc/services"));
    Files.createDirectories(host.root().resolve("opt"));
    Files.writeString(host.root().resolve("opt/keystoned.py"), DAEMON);
    Map<String, Object> definition = new java.util.HashMap<>();
    definition.put("exec", exec);
    definition.put("env", Map.of("RELEASE", "2024.1"));
    if (url) {
      definition.put("url", "http://127.0.0.1:" + port);
    }
    Files.write(definitions.resolve(name + ".json"), CanonicalJson.bytes(definition));
  }
}
