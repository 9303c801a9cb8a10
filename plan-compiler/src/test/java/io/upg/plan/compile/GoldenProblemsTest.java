package io.upg.plan.compile;

import static io.upg.plan.fixture.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.upg.plan.fixture.Golden;
import io.upg.plan.fixture.TextTree;
import io.upg.plan.problem.InvalidInput;
import io.upg.plan.problem.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad input and what is said of it: {@code src/test/resources/problems}. */
class GoldenProblemsTest {
  static List<Path> problems() {
    return Golden.folders("problems");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("problems")
  void every_problem_is_told_once_and_all_together(Path folder) {
    TextTree tree = Golden.input(folder);
    InvalidInput invalid =
        catchThrowableOfType(
            InvalidInput.class, () -> PlanCompiler.compile(tree, "project.yaml", tree.overrides()));
    assertThat(invalid).as("nothing was found wrong in %s", folder).isNotNull();
    String text =
        invalid.problems().stream()
            .map(problem -> "[" + problem.code() + "] " + problem.text() + "\n")
            .collect(Collectors.joining());
    assertGolden(folder.resolve("problems.txt"), text);
    assertThat(invalid.problems()).extracting(Problem::message).doesNotHaveDuplicates();
  }
}
