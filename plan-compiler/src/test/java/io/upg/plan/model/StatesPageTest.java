package io.upg.plan.model;

import io.upg.plan.fixture.Golden;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The table of transitions that the docs print is the one that the code uses. */
class StatesPageTest {

  @Test
  void the_docs_print_the_table_of_transitions() {
    StringBuilder page =
        new StringBuilder(
            """
            # Task states
            Every legal step; there is no other. *grant*: a run takes the task; *result*: the
            result that carries the newest grant; *given back*: that result is `undo`; *command*: an
            operator's word, without a run.

            | from | by | to | when |
            |---|---|---|---|
            """);
    for (Transitions.Row row : Transitions.table()) {
      page.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  row.from().word(),
                  row.cause().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  row.to().word(),
                  row.when()));
    }
    Golden.assertGolden(Path.of("../docs/states.md"), page.toString());
  }
}
