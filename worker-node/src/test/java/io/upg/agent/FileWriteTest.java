package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code file.replace} and {@code file.render}. */
class FileWriteTest {
  private static final String PATH = "/etc/keystone/keystone.conf";

  @TempDir Path folder;
  private TestHost host;
  private Path conf;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
    host.var("vip", "10.0.0.9").var("port", 5000);
    host.file("keystone.conf", "new\n");
    conf = host.root().resolve("etc/keystone/keystone.conf");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void a_template_is_written_with_its_references_filled_in() throws Exception {
    host.file("k.tmpl", "bind = ${vars.vip}:${vars.port}\n# ${component} ${from} -> ${to}\n");

    assertThat(host.runOne(render("k.tmpl")).error()).isNull();

    assertThat(conf).hasContent("bind = 10.0.0.9:5000\n# keystone 2024.1 -> 2025.1\n");
    assertThat(mode()).isEqualTo("rw-r--r--");
  }

  @Test
  void two_dollars_keep_a_brace_as_it_is() throws Exception {
    host.file("k.tmpl", "log = $${HOME}/$x/${host}$${a}${to}\nno newline at the end of $$");

    host.runOne(render("k.tmpl"));

    assertThat(Files.readString(conf))
        .isEqualTo("log = ${HOME}/$x/h1${a}2025.1\nno newline at the end of $$");
  }

  @Test
  void a_reference_that_nothing_fills_in_leaves_the_file_as_it_was() throws Exception {
    old("old\n", "rw-r-----");
    host.file("k.tmpl", "fine\n${vars.vpi}\n");

    TaskResult result = host.runOne(render("k.tmpl"));

    assertThat(result.state()).isEqualTo(TaskState.FAIL);
    assertThat(result.error()).startsWith("file.render: '${vars.vpi}' is not defined on this host");
    assertThat(conf).hasContent("old\n");
    assertThat(conf.getParent()).isDirectoryNotContaining("glob:**.upg-new");
  }

  @Test
  void mode_and_owner_stay_those_of_the_old_file() throws Exception {
    old("old\n", "rw-r-----");
    ownedBy(1234, 4321);

    assertThat(host.runOne(replace(Map.of())).message())
        .isEqualTo("/etc/keystone/keystone.conf written from keystone.conf");

    assertThat(conf).hasContent("new\n");
    assertThat(mode()).isEqualTo("rw-r-----");
    assertThat(Files.readAttributes(conf, "unix:uid,gid"))
        .isEqualTo(Map.of("uid", 1234, "gid", 4321));
  }

  @Test
  void mode_and_owner_can_be_said() throws Exception {
    assumeTrue(root(), "left out: needs root");
    old("old\n", "rw-r--r--");

    host.runOne(replace(Map.of("mode", "4750", "owner", "1234:4321")));

    assertThat((Integer) Files.getAttribute(conf, "unix:mode") & 07777).isEqualTo(04750);
    assertThat(Files.readAttributes(conf, "unix:uid,gid"))
        .isEqualTo(Map.of("uid", 1234, "gid", 4321));
  }

  @Test
  void taken_back_it_is_the_old_file_byte_for_byte_with_mode_owner_and_time() throws Exception {
    old("old\n", "rw-r-----");
    ownedBy(1234, 4321);
    Files.setLastModifiedTime(conf, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
    Map<String, Object> before = attributes();
    String tree = TreeHash.of(host.root());

    host.runOne(replace(root() ? Map.of("mode", "0600", "owner", "7:7") : Map.of("mode", "600")));
    assertThat(TreeHash.of(host.root())).isNotEqualTo(tree);
    assertThat(attributes()).isNotEqualTo(before);
    TaskResult back = host.rollbackOne(replace(Map.of()));

    assertThat(back.error()).isNull();
    assertThat(TreeHash.of(host.root())).isEqualTo(tree);
    assertThat(attributes()).isEqualTo(before);
  }

  @Test
  void where_there_was_none_file_and_folders_go_again() throws Exception {
    String tree = TreeHash.of(host.root());

    host.runOne(replace(Map.of()));
    assertThat(conf).hasContent("new\n");
    host.rollbackOne(replace(Map.of()));

    assertThat(TreeHash.of(host.root())).isEqualTo(tree);
  }

  @Test
  void run_twice_is_run_once_and_the_way_back_is_still_to_the_first() throws Exception {
    old("old\n", "rw-r-----");
    String tree = TreeHash.of(host.root());

    host.run(1, replace(Map.of()));
    FileTime written = Files.getLastModifiedTime(conf);
    TaskResult again = host.run(2, replace(Map.of())).results().get(0);

    assertThat(again.message()).isEqualTo("/etc/keystone/keystone.conf was already so");
    assertThat(Files.getLastModifiedTime(conf)).isEqualTo(written);
    host.rollback(3, replace(Map.of()));
    assertThat(TreeHash.of(host.root())).isEqualTo(tree);
  }

  @Test
  void what_somebody_changed_since_is_set_aside_and_named() throws Exception {
    old("old\n", "rw-r-----");
    host.runOne(replace(Map.of()));
    Files.writeString(conf, "repaired at night\n");

    TaskResult back = host.rollbackOne(replace(Map.of()));

    assertThat(conf).hasContent("old\n");
    assertThat(back.state()).isEqualTo(TaskState.ROLLED_BACK);
    Path aside = Path.of(back.message().replaceAll(".*kept as ", ""));
    assertThat(aside).hasContent("repaired at night\n");
  }

  @Test
  void a_way_back_that_never_went_there_touches_nothing() throws Exception {
    old("old\n", "rw-r-----");

    assertThat(host.rollbackOne(replace(Map.of())).message())
        .isEqualTo("/etc/keystone/keystone.conf was not touched");
    assertThat(conf).hasContent("old\n");
  }

  @Test
  void a_link_and_a_folder_are_refused_by_name() throws Exception {
    Files.createDirectories(conf);
    assertThat(host.runOne(replace(Map.of())).error())
        .isEqualTo(
            "file.replace: /etc/keystone/keystone.conf is no file; expected a regular file, or"
                + " none: name the file itself");
    Files.delete(conf);
    Files.createSymbolicLink(conf, Path.of("other.conf"));
    assertThat(host.run(2, replace(Map.of())).results().get(0).error())
        .contains("keystone.conf is a link; expected a regular file");
  }

  @Test
  void a_path_that_leads_out_of_the_root_is_refused_also_through_a_link() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.createDirectories(host.root().resolve("etc"));
    Files.createSymbolicLink(host.root().resolve("etc/keystone"), outside);

    assertThat(host.runOne(replace(Map.of())).error())
        .startsWith(
            "file.replace: Path '/etc/keystone/keystone.conf' leads out of the host's root");
    assertThat(host.run(2, replace(Map.of("path", "/../outside/x"))).results().get(0).error())
        .contains("leads out of the host's root");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void an_owner_that_nobody_knows_changes_nothing() throws Exception {
    old("old\n", "rw-r-----");

    TaskResult result = host.runOne(replace(Map.of("owner", "no-such-user")));

    assertThat(result.error())
        .isEqualTo(
            "file.replace: Parameter 'owner' is 'no-such-user', but this host knows no"
                + " 'no-such-user'");
    assertThat(conf).hasContent("old\n");
  }

  private Sheet replace(Map<String, Object> more) {
    Map<String, Object> params = new HashMap<>(Map.of("file", "keystone.conf", "path", PATH));
    params.putAll(more);
    return host.builtin("file.replace", params);
  }

  private Sheet render(String template) {
    return host.builtin("file.render", Map.of("template", template, "path", PATH));
  }

  private void old(String content, String mode) throws Exception {
    Files.createDirectories(conf.getParent());
    Files.writeString(conf, content);
    Files.setPosixFilePermissions(conf, PosixFilePermissions.fromString(mode));
  }

  /** Only root may give a file away; anybody else keeps his own. */
  private void ownedBy(int uid, int gid) throws Exception {
    assumeTrue(root(), "left out: needs root");
    Files.setAttribute(conf, "unix:uid", uid);
    Files.setAttribute(conf, "unix:gid", gid);
  }

  private static boolean root() {
    return System.getProperty("user.name").equals("root");
  }

  private Map<String, Object> attributes() throws Exception {
    return Files.readAttributes(conf, "unix:mode,uid,gid,lastModifiedTime");
  }

  private String mode() throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(conf));
  }
}
