package io.upg.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.TaskResult;
import io.upg.plan.model.TaskState;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code package.install} with the real rpm and dpkg, on a sandbox host's root. */
class SystemPackageTest extends PackageHost {
  @ParameterizedTest
  @EnumSource
  void an_upgrade_taken_back_leaves_the_root_as_it_was(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    Files.writeString(conf(), "edited by the operator\n");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "echo scriptlet of 2025.1 speaks");

    TaskResult there = host.runOne(upgrade);

    assertThat(there.error()).isNull();
    assertThat(there.message())
        .isEqualTo("keystone " + tools.version("2024.1") + " -> " + tools.version("2025.1"));
    assertThat(data()).hasContent("keystone 2025.1");
    assertThat(conf()).hasContent("edited by the operator");
    assertThat(there.tail()).contains("scriptlet of 2025.1 speaks");

    assertThat(host.rollbackOne(upgrade).message())
        .isEqualTo("keystone is " + tools.version("2024.1") + " again");
    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).isEqualTo(tools.version("2024.1") + ",");
  }

  @ParameterizedTest
  @EnumSource
  void a_first_install_taken_back_leaves_nothing(PackageTools tools) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    String before = tree(tools);
    Sheet install = upgrade(tools, "");

    assertThat(host.runOne(install).message())
        .isEqualTo("keystone " + tools.version("2025.1") + " installed");
    Files.writeString(conf(), "edited by the operator\n");
    assertThat(host.rollbackOne(install).message()).isEqualTo("keystone removed");

    assertThat(tree(tools)).isEqualTo(before);
    assertThat(tools.installed(host.root(), "keystone")).doesNotContain("2025.1");
  }

  @ParameterizedTest
  @EnumSource
  void what_could_not_be_brought_back_is_not_begun(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    file(tools, "other", tools.build(folder, "keystone", "2023.1", ""));
    String before = tree(tools);
    Sheet sheet = upgrade(tools, "");
    Map<String, Object> without = Map.of("file", "new." + tools.ending);

    assertThat(host.run(1, sheet.params(without)).results().get(0).error())
        .isEqualTo(
            "package.install: keystone %s is installed, and nothing could bring it back: put its"
                    .formatted(tools.version("2024.1"))
                + " package into the release and name it, previous: FILE; or say reversible:"
                + " false");
    Map<String, Object> wrong =
        Map.of("file", "new." + tools.ending, "previous", "other." + tools.ending);
    assertThat(host.run(2, sheet.params(wrong)).results().get(0).error())
        .contains(" is keystone " + tools.version("2023.1") + "; expected the package of what");
    assertThat(tree(tools)).isEqualTo(before);

    assertThat(host.run(3, sheet.params(without).impossibleBack()).results().get(0).state())
        .isEqualTo(TaskState.DONE);
    assertThat(data()).hasContent("keystone 2025.1");
  }

  @ParameterizedTest
  @EnumSource(names = "DEB")
  void what_was_installed_before_stays(PackageTools tools) throws Exception {
    given(tools, "2025.1", "");
    Files.writeString(conf(), "edited by the operator\n");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "");

    assertThat(host.runOne(upgrade).message())
        .isEqualTo("keystone " + tools.version("2025.1") + " was already installed");
    host.rollbackOne(upgrade);

    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void run_twice_is_run_once(PackageTools tools) throws Exception {
    given(tools, "2024.1", "");
    String before = tree(tools);
    Sheet upgrade = upgrade(tools, "echo once");

    host.run(1, upgrade);
    TaskResult again = host.run(2, upgrade).results().get(0);
    assertThat(again.message()).endsWith("was already installed");
    host.rollback(3, upgrade);

    assertThat(tree(tools)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(names = "RPM")
  void a_version_that_somebody_else_installed_since_is_not_replaced(PackageTools tools)
      throws Exception {
    given(tools, "2024.1", "");
    Sheet upgrade = upgrade(tools, "");
    host.runOne(upgrade);
    install(tools, tools.build(folder, "keystone", "2026.1", ""));

    TaskResult back = host.rollbackOne(upgrade);

    assertThat(back.state()).isEqualTo(TaskState.ROLLBACK_FAIL);
    assertThat(back.error())
        .contains(
            "keystone is %s; expected %s or %s: somebody changed it"
                .formatted(
                    tools.version("2026.1"), tools.version("2025.1"), tools.version("2024.1")));
    assertThat(data()).hasContent("keystone 2026.1");
  }

  @ParameterizedTest
  @EnumSource
  void a_file_that_is_no_package_is_named(PackageTools tools) throws Exception {
    tools.require();
    file(tools, "new", "not a package".getBytes());
    Sheet sheet = host.builtin("package.install", Map.of("file", "new." + tools.ending));

    assertThat(host.runOne(sheet).error())
        .startsWith("package.install: ")
        .contains("cannot read the package: ");
  }
}
