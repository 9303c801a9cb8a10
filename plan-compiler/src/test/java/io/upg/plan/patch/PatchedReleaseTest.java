package io.upg.plan.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.ReleaseManifest.Entry;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PatchedReleaseTest {
  private static final String OLD = "a".repeat(64);
  private static final String NEW = "b".repeat(64);

  private static final String DEFINITION =
      """
      component: keystone   # 𝄞 is one character and two halves
      version: "2.0"
      sha256: {convert.py: "%s"}
      actions:
        stop: {use: service.stop, with: {service: keystone}}
        # the conversion takes long
        convert:
          script: convert.py
          rollback: unconvert.py
          args:
            - --to
            - ${to}
        # behind it

        start: {use: service.start, with: {service: keystone}}
      """
          .formatted(OLD);

  private static final ReleaseManifest MANIFEST =
      new ReleaseManifest("keystone", "2.0", Map.of("convert.py", new Entry(OLD, 1)));

  private static PatchedRelease patched(Patch... patches) {
    return PatchedRelease.of(
        DEFINITION,
        MANIFEST,
        List.of(
            sheet("stop", new Step.Builtin("service.stop"), new Step.Builtin("service.stop")),
            sheet(
                "convert",
                new Step.Script("convert.py", List.of("--to", "${to}"), Map.of()),
                new Step.Script("unconvert.py", List.of("--to", "${to}"), Map.of()))),
        List.of(patches));
  }

  private static TaskSheet sheet(String action, Step forward, Step backward) {
    return new TaskSheet(
        "keystone",
        "1.0",
        "2.0",
        action,
        "data",
        forward,
        backward,
        Map.of("service", "keystone"),
        Duration.ofMinutes(10),
        3,
        false,
        Duration.ofSeconds(10),
        OLD,
        Map.of(),
        null);
  }

  @Test
  void a_replaced_file_changes_its_content_and_its_pin_and_no_other_character() {
    PatchedRelease release = patched(new Patch("keystone", "convert.py", NEW, null));

    assertThat(release.files()).isEqualTo(Map.of("convert.py", NEW));
    assertThat(release.definition()).isEqualTo(DEFINITION.replace(OLD, NEW));
    assertThat(release.left()).isEmpty();
  }

  @Test
  void a_changed_action_is_written_anew_and_the_others_are_left_alone() {
    Change timeout = new Change("convert", null, Duration.ofMinutes(20), null, null, null);
    PatchedRelease release = patched(new Patch("keystone", null, null, timeout));

    String block =
        DEFINITION.substring(DEFINITION.indexOf("script:"), DEFINITION.indexOf("\n  # behind"));
    assertThat(release.definition())
        .isEqualTo(
            DEFINITION.replace(
                block,
                "{\"args\":[\"--to\",\"${to}\"],\"rollback\":\"unconvert.py\","
                    + "\"script\":\"convert.py\",\"timeout\":\"1200000ms\"}"));
  }

  @Test
  void a_script_in_a_built_in_s_place_takes_the_place_of_use() {
    Change change = new Change("stop", Map.of("force", true), null, Place.INSTEAD, "none", null);
    PatchedRelease release = patched(new Patch("keystone", "halt.py", NEW, change));

    assertThat(release.definition())
        .contains(
            "  stop: {\"rollback\":\"none\",\"script\":\"halt.py\","
                + "\"with\":{\"force\":true,\"service\":\"keystone\"}}\n  # the conversion");
    assertThat(release.files()).containsEntry("halt.py", NEW);
  }

  @Test
  void scripts_before_and_after_are_written_in_the_order_in_which_they_run() {
    PatchedRelease release =
        patched(
            new Patch("keystone", "mount.py", NEW, at("stop", Place.BEFORE, "umount.py")),
            new Patch("keystone", "look.py", NEW, at("stop", Place.AFTER, "none")),
            new Patch("keystone", "lock.py", NEW, at("stop", Place.BEFORE, "none")));

    assertThat(release.definition())
        .contains(
            "  stop: {\"after\":[{\"rollback\":\"none\",\"script\":\"look.py\"}],"
                + "\"before\":[{\"rollback\":\"none\",\"script\":\"lock.py\"},"
                + "{\"rollback\":\"umount.py\",\"script\":\"mount.py\"}],"
                + "\"use\":\"service.stop\",\"with\":{\"service\":\"keystone\"}}\n");
    assertThat(release.files()).containsKeys("mount.py", "umount.py", "look.py", "lock.py");
    assertThat(release.left()).isEmpty();
  }

  private static Change at(String action, Place place, String rollback) {
    return new Change(action, null, null, place, rollback, rollback.equals("none") ? null : NEW);
  }

  @Test
  void what_a_release_cannot_say_is_said() {
    Change narrow = new Change("stop", null, null, null, null, null);
    Change fetched = new Change("distribute", null, Duration.ofHours(1), null, null, null);
    PatchedRelease release =
        PatchedRelease.of(
            DEFINITION,
            MANIFEST,
            List.of(
                sheet(
                    "distribute", new Step.Builtin("distribute"), new Step.Builtin("distribute"))),
            List.of(
                new Patch("keystone", "convert.py", NEW, narrow),
                new Patch("keystone", null, null, fetched)));

    assertThat(release.left())
        .satisfiesExactly(
            file ->
                assertThat(file)
                    .isEqualTo(
                        "'convert.py' was replaced for the tasks of 'stop' only; in the release it"
                            + " is replaced for all."),
            action ->
                assertThat(action)
                    .startsWith("Action 'distribute' is not written in component.yaml."));
  }
}
