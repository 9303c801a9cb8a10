package io.upg.plan.compile;

import static io.upg.plan.fixture.Golden.assertGolden;

import io.upg.plan.fixture.Golden;
import io.upg.plan.fixture.TextTree;
import io.upg.plan.problem.Problem;
import io.upg.plan.render.PlanText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole projects and the plans made of them: {@code src/test/resources/plans}. */
class GoldenPlanTest {
  static List<Path> plans() {
    return Golden.folders("plans");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void the_plan_is_the_one_that_was_reviewed(Path folder) {
    TextTree tree = Golden.input(folder);
    Compiled compiled = PlanCompiler.compile(tree, "project.yaml", tree.overrides());
    StringBuilder text = new StringBuilder(PlanText.folded(compiled.plan()));
    compiled.notes().stream().map(Problem::text).forEach(note -> text.append(note).append('\n'));
    assertGolden(folder.resolve("plan.txt"), text.toString());
  }
}
