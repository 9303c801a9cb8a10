package io.upg.plan.patch;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.plan.compile.Compiled;
import io.upg.plan.compile.PlanCompiler;
import io.upg.plan.fixture.TextTree;
import io.upg.plan.json.CanonicalJson;
import io.upg.plan.model.ReleaseManifest;
import io.upg.plan.model.Step;
import io.upg.plan.model.TaskSheet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whoever compiles against an exported release gets what was patched. */
class ExportedReleaseTest {
  private static final String DEFINITION = "releases/nova/2/component.yaml";

  /** All scripts are there from the start, so that patches need bring none. */
  private static final String FILES =
      """
      -- inventory.yaml --
      hosts: [{name: h1}]
      instances: [{component: nova, on: all, version: "1"}]
      -- project.yaml --
      project: spring
      inventory: inventory.yaml
      releases: releases/
      logic: logic.yaml
      targets: [{component: nova, version: "2"}]
      -- logic.yaml --
      phases:
        - {name: main, actions: [check, stop, convert, start, commit]}
      -- releases/nova/2/component.yaml --
      component: nova
      version: "2"
      actions:
        check: {use: check.disk, with: {free: 2GiB}}
        stop: {use: service.stop, with: {service: nova}}
        convert:
          script: a.sh
          rollback: b.sh
          args: ["--to", "${to}"]
          before: {script: c.sh, rollback: none, args: ["--fast"], env: {SIZE: "3"}}
          after:
            - {script: c.sh, rollback: d.sh}
            - {script: d.sh, rollback: none}
        start: {use: service.start, with: {service: nova}}
        commit: {script: a.sh, reversible: false}
      -- releases/nova/2/a.sh --
      #!/bin/sh
      -- releases/nova/2/b.sh --
      #!/bin/sh
      # b
      -- releases/nova/2/c.sh --
      #!/bin/sh
      # c
      -- releases/nova/2/d.sh --
      #!/bin/sh
      # d
      """;

  private static final Compiled COMPILED = compiled(FILES);

  private static Compiled compiled(String files) {
    return PlanCompiler.compile(TextTree.of(files), "project.yaml", List.of());
  }

  private static Map<String, TaskSheet> byAction(Compiled compiled) {
    Map<String, TaskSheet> sheets = new TreeMap<>();
    compiled.plan().sheets().values().forEach(sheet -> sheets.put(sheet.action(), sheet));
    return sheets;
  }

  private static Patch place(String action, Place place, String script, String rollback) {
    return new Patch("nova", script, null, new Change(action, null, null, place, rollback, null));
  }

  /** Everything of a sheet that an action says. */
  private static List<Object> said(TaskSheet sheet) {
    return List.of(
        sheet.forward(),
        sheet.backward(),
        sheet.params(),
        sheet.timeout(),
        sheet.retries(),
        sheet.retryDelay());
  }

  private static void assertCompilesAsPatched(Patch... patches) {
    Map<String, TaskSheet> patched = byAction(COMPILED);
    for (Patch patch : patches) {
      TaskSheet sheet = patched.get(patch.change().action());
      PatchedSheet result = PatchedSheet.of(sheet, patch);
      assertThat(result.problems()).isEmpty();
      assertThat(result.sheet()).isNotEqualTo(sheet);
      patched.put(sheet.action(), result.sheet());
    }
    PatchedRelease release = exported(patches);
    assertThat(release.left()).isEmpty();
    TextTree tree =
        TextTree.of(FILES)
            .changed((path, text) -> path.equals(DEFINITION) ? release.definition() : text);

    Map<String, TaskSheet> again = byAction(PlanCompiler.compile(tree, "project.yaml", List.of()));
    assertThat(again).containsOnlyKeys(patched.keySet());
    again.forEach(
        (action, sheet) -> assertThat(said(sheet)).as(action).isEqualTo(said(patched.get(action))));
  }

  private static PatchedRelease exported(Patch... patches) {
    Map<String, TaskSheet> sheets = byAction(COMPILED);
    ReleaseManifest manifest =
        CanonicalJson.read(
            COMPILED.documents().get(sheets.get("stop").release()), ReleaseManifest.class);
    String definition = TextTree.of(FILES).text(DEFINITION).orElseThrow();
    return PatchedRelease.of(definition, manifest, sheets.values(), List.of(patches));
  }

  @Test
  void before_and_after_of_a_script_are_a_series_and_its_exact_reverse() {
    TaskSheet sheet = byAction(COMPILED).get("convert");

    assertThat(sheet.forward())
        .isEqualTo(
            new Step.Series(
                List.of(
                    part(
                        "before c.sh",
                        new Step.Script("c.sh", List.of("--fast"), Map.of("SIZE", "3"))),
                    part("task", new Step.Script("a.sh", List.of("--to", "${to}"), Map.of())),
                    part("after c.sh", script("c.sh")),
                    part("after d.sh", script("d.sh")))));
    assertThat(sheet.backward())
        .isEqualTo(
            new Step.Series(
                List.of(
                    part("after d.sh", new Step.Nothing()),
                    part("after c.sh", script("d.sh")),
                    part("task", new Step.Script("b.sh", List.of("--to", "${to}"), Map.of())),
                    part("before c.sh", new Step.Nothing()))));
  }

  private static Step.Part part(String name, Step step) {
    return new Step.Part(name, step);
  }

  private static Step.Script script(String file) {
    return new Step.Script(file, List.of(), Map.of());
  }

  @Test
  void scripts_around_a_built_in() {
    assertCompilesAsPatched(
        place("stop", Place.BEFORE, "c.sh", "d.sh"),
        place("stop", Place.BEFORE, "a.sh", "none"),
        place("stop", Place.AFTER, "a.sh", "none"),
        place("stop", Place.AFTER, "b.sh", "c.sh"),
        place("check", Place.AFTER, "b.sh", "none"));
  }

  @Test
  void scripts_around_a_script_that_is_called_with_arguments_are_called_without() {
    assertCompilesAsPatched(
        place("convert", Place.BEFORE, "a.sh", "b.sh"),
        place("convert", Place.AFTER, "a.sh", "b.sh"));
    assertThat(exported(place("convert", Place.BEFORE, "a.sh", "b.sh")).definition())
        .contains("{\"rollback\":\"b.sh\",\"script\":\"a.sh\"}");
  }

  @Test
  void another_way_back_for_a_script_that_the_release_has_around_it() {
    assertCompilesAsPatched(
        place("convert", Place.BEFORE, "c.sh", "d.sh"),
        place("convert", Place.AFTER, "c.sh", "none"));
  }

  @Test
  void a_script_around_what_cannot_be_taken_back() {
    assertCompilesAsPatched(
        place("commit", Place.BEFORE, "b.sh", "none"), place("commit", Place.AFTER, "b.sh", null));
  }

  @Test
  void a_script_in_the_place_of_a_built_in_whether_that_could_be_taken_back_or_not() {
    assertCompilesAsPatched(
        place("stop", Place.INSTEAD, "a.sh", "none"),
        place("check", Place.INSTEAD, "a.sh", "none"),
        place("check", Place.AFTER, "b.sh", "none"),
        place("start", Place.BEFORE, "a.sh", "none"),
        place("start", Place.INSTEAD, "c.sh", "d.sh"));
  }

  @Test
  void another_way_back_parameters_and_timeout_leave_what_is_around_as_it_is() {
    assertCompilesAsPatched(
        new Patch("nova", null, null, new Change("convert", null, null, null, "none", null)),
        new Patch("nova", null, null, new Change("start", null, null, null, "b.sh", null)),
        new Patch(
            "nova",
            null,
            null,
            new Change("convert", Map.of("depth", 3L), Duration.ofMinutes(20), null, null, null)));
  }
}
