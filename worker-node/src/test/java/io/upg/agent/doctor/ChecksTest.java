package io.upg.agent.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.testserver.TestServer;
import io.upg.access.Access;
import io.upg.access.TestCertificates;
import io.upg.access.Tls;
import io.upg.access.TlsFiles;
import io.upg.contract.TemporalClients;
import io.upg.http.Addresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every check finds what is really so. */
class ChecksTest {
  @TempDir Path folder;

  @Test
  void a_folder_that_others_may_change_or_that_is_none_fails() throws Exception {
    Path own = Files.createDirectory(folder.resolve("own"));
    mode(own, "rwx------");
    assertThat(line(new FolderCheck(own))).startsWith("ok ");
    mode(own, "rwxr-xr-x");
    assertThat(line(new FolderCheck(own))).startsWith("warning ").contains("chmod 0700 " + own);
    mode(own, "rwxrwx---");
    assertThat(line(new FolderCheck(own))).startsWith("FAILED ").contains("chmod 0700 " + own);

    Path file = Files.createFile(folder.resolve("file"));
    assertThat(line(new FolderCheck(file))).startsWith("FAILED ").contains("no folder");
    assertThat(line(new FolderCheck(file.resolve("below")))).startsWith("FAILED ");
    assertThat(line(new FolderCheck(Path.of("/proc/sys"))))
        .startsWith("FAILED ")
        .contains("cannot be written");
    assertThat(line(new FolderCheck(own.resolve("new/er"))))
        .startsWith("ok ")
        .contains("the agent makes it");
    assertThat(own).isEmptyDirectory();
  }

  @Test
  void a_disk_without_room_fails() {
    assertThat(line(new DiskCheck(folder.resolve("new")))).contains("MiB free for " + folder);
    assertThat(line(new DiskCheck(Path.of("/proc")))).startsWith("FAILED ").contains("0 MiB free");
  }

  @Test
  void a_python_that_is_old_broken_or_not_there_fails() throws Exception {
    assertThat(line(new PythonCheck("python3"))).startsWith("ok ").contains(" 3.");
    assertThat(line(new PythonCheck(program("echo 3.5.9"))))
        .startsWith("FAILED ")
        .contains("3.5.9");
    assertThat(line(new PythonCheck(program("echo no library >&2; exit 1"))))
        .startsWith("FAILED ")
        .contains("exit code 1: no library");
    assertThat(line(new PythonCheck(folder.resolve("none").toString())))
        .startsWith("FAILED ")
        .contains("Install Python 3.6");
  }

  @Test
  void without_boot_id_it_fails_and_what_does_not_start_the_agent_again_is_a_warning()
      throws Exception {
    RebootCheck check = new RebootCheck(folder);
    assertThat(line(check, 0)).startsWith("FAILED ").contains("Mount /proc");
    assertThat(line(check, 1)).startsWith("warning ").contains("no systemd");

    Path id = folder.resolve("proc/sys/kernel/random/boot_id");
    Files.createDirectories(id.getParent());
    Files.writeString(id, "5f\n");
    Files.createDirectories(folder.resolve("run/systemd/system"));
    Path wants = folder.resolve("etc/systemd/system/multi-user.target.wants");
    Files.createDirectories(wants);
    assertThat(line(check, 0)).startsWith("ok ").contains("5f");
    assertThat(line(check, 1)).startsWith("warning ").contains("systemctl enable --now upg-node");

    Files.createSymbolicLink(wants.resolve("upg-node.service"), Path.of("/nowhere"));
    assertThat(line(check, 1)).startsWith("ok ");
  }

  @Test
  void a_certificate_that_is_out_of_date_or_has_not_its_key_fails() throws Exception {
    TestCertificates made =
        new TestCertificates(folder).ca("ca").signed("h1", "ca").expired("old", "ca");
    TlsFiles good = made.trusting("ca", "h1");
    assertThat(line(certificates(good))).startsWith("ok ").contains("CN=h1");
    assertThat(line(certificates(made.trusting("ca", "old"))))
        .startsWith("FAILED ")
        .contains("is not valid now");
    TlsFiles mixed = new TlsFiles(good.ca(), good.cert(), made.key("old").toString(), null);
    assertThat(line(certificates(mixed))).startsWith("FAILED ").contains("another one's key");
    mode(made.key("h1"), "rw-r--r--");
    assertThat(line(certificates(good))).startsWith("FAILED ").contains("chmod 0600");
  }

  private static CertificateCheck certificates(TlsFiles files) {
    return new CertificateCheck(() -> new Access(Optional.empty(), Optional.of(Tls.client(files))));
  }

  @Test
  void a_clock_far_from_the_artifact_server_s_fails() throws Exception {
    assertThat(clock(Instant.now())).startsWith("ok ");
    assertThat(clock(Instant.now().minusSeconds(20))).startsWith("warning ").contains("20 s ahead");
    assertThat(clock(Instant.now().plusSeconds(3600)))
        .startsWith("FAILED ")
        .containsPattern("3(599|600) s behind")
        .contains("NTP");
    assertThat(line(new ClockCheck(List.of(folder.toUri()), Access.OPEN))).startsWith("warning ");
  }

  private static String clock(Instant server) throws IOException {
    try (ServerSocket socket = answering("404 Not Found", server)) {
      return line(new ClockCheck(List.of(uri(socket)), Access.OPEN));
    }
  }

  @Test
  void an_artifact_store_that_does_not_answer_as_one_fails() throws Exception {
    try (ServerSocket store = answering("404 Not Found", Instant.now());
        ServerSocket other = answering("500 Sorry", Instant.now())) {
      assertThat(line(new ArtifactCheck(uri(store), Access.OPEN))).startsWith("ok ");
      assertThat(line(new ArtifactCheck(uri(other), Access.OPEN)))
          .startsWith("FAILED ")
          .contains("answered 500");
    }
    URI nobody = URI.create("http://127.0.0.1:" + Addresses.freePort());
    assertThat(line(new ArtifactCheck(nobody, Access.OPEN)))
        .startsWith("FAILED ")
        .contains("does not answer");
    assertThat(line(new ArtifactCheck(folder.toUri(), Access.OPEN))).startsWith("ok ");
    assertThat(line(new ArtifactCheck(folder.resolve("none").toUri(), Access.OPEN)))
        .startsWith("FAILED ");
  }

  @Test
  void a_temporal_that_does_not_answer_or_has_not_the_namespace_fails() throws Exception {
    int port = Addresses.freePort();
    String target = "127.0.0.1:" + port;
    TestServer.PortBoundTestServer server = TestServer.createPortBoundServer(port);
    try {
      assertThat(temporal(target, "default").get(0).line()).startsWith("ok ");
    } finally {
      server.close();
    }
    Finding away = temporal(target, "default").get(0);
    assertThat(away.line()).startsWith("FAILED ").contains(target + " does not answer");
    assertThat(away.elsewhere()).isTrue();
  }

  private static List<Finding> temporal(String target, String namespace) {
    WorkflowClient client = TemporalClients.client(target, namespace);
    try {
      return new TemporalCheck(client, target, "h1").look();
    } finally {
      client.getWorkflowServiceStubs().shutdownNow();
    }
  }

  private static String line(Check check) {
    return line(check, 0);
  }

  private static String line(Check check, int finding) {
    return check.look().get(finding).line();
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private String program(String line) throws IOException {
    Path file = Files.createTempFile(folder, "python", "");
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    mode(file, "rwx------");
    return file.toString();
  }

  private static URI uri(ServerSocket socket) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /** A server that gives everybody one answer, until it is closed. */
  private static ServerSocket answering(String status, Instant date) throws IOException {
    ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    String answer =
        "HTTP/1.1 %s\r\nDate: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .formatted(
                status, DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC)));
    Thread thread = new Thread(() -> answer(server, answer), "answering");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static void answer(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.getInputStream().read(new byte[8192]);
        client.getOutputStream().write(answer.getBytes(US_ASCII));
      } catch (IOException closed) {
        return;
      }
    }
  }
}
