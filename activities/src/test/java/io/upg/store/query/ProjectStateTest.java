package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state of a project in every situation: the first that fits. */
class ProjectStateTest {
  private static Database database;
  private static int projects;

  @BeforeAll
  static void open() {
    database = EmbeddedDatabase.open();
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /** Tasks 1 to 4; runs in order as {@code command:state}, each of all tasks. */
  @ParameterizedTest(name = "{0} | {1} | {2} -> {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          undo undo undo undo                  |                             |         | ready
          done undo undo undo                  | run:open                    |         | running
          done done done done                  | run:done rollback:open      |         | running
          fail undo undo undo                  | run:stopped retry:open      |         | running
          fail undo undo undo                  | run:stopped retry:open      | paused  | running
          done running undo undo               | run:open                    | aborted | running
          done undo undo undo                  | run:paused                  | paused  | paused
          done done done done                  | run:done                    | paused  | paused
          done undo undo undo                  | run:aborted                 | both    | paused
          done undo undo undo                  | run:aborted                 | aborted | aborted
          done done done done                  | run:done                    | aborted | aborted
          rolled_back undo undo undo           | run:aborted rollback:done   | aborted | aborted
          done done done done                  | run:done                    |         | done
          done skipped done done               | run:stopped                 |         | done
          skipped skipped skipped skipped      |                             |         | done
          done done done done                  | run:stopped retry:done      |         | done
          done done done unreachable           | run:stopped                 |         | waiting
          rolled_back undo undo undo           | run:stopped rollback:done   |         | rolled_back
          rolled_back rolled_back skipped undo | run:done rollback:done      |         | rolled_back
          rolled_back rolled_back fail undo    | run:stopped rollback:done   |         | waiting
          rolled_back rollback_fail undo undo  | run:done rollback:stopped   |         | ready
          done rolled_back done done           | run:stopped rollback:done   |         | waiting
          done rolled_back done done           | run:done rollback:done      |         | ready
          done fail undo undo                  | run:stopped                 |         | waiting
          done unknown undo undo               | run:stopped                 |         | waiting
          done fail undo undo                  | run:stopped retry:stopped   |         | waiting
          done done undo undo                  | run:stopped retry:done      |         | waiting
          done undo undo undo                  | run:done                    |         | ready
          done fail undo undo                  | run:stopped run:done        |         | ready
          done undo undo undo                  | run:aborted                 |         | ready
          done rolled_back undo undo           | rollback:stopped            |         | ready
          """)
  void the_state_is_the_first_that_fits(
      String tasks, String runs, String project, String expected) {
    String name = "project-" + ++projects;
    Rows rows = Rows.project(database, name);
    int task = 0;
    for (String state : tasks.split(" +")) {
      rows.state(++task, state);
    }
    int run = 0;
    for (String words : runs == null ? new String[0] : runs.split(" +")) {
      String[] word = words.split(":");
      rows.run(++run, word[0], word[1], 1, 4, 2);
    }
    if ("paused".equals(project) || "both".equals(project)) {
      rows.paused("ann");
    }
    if ("aborted".equals(project) || "both".equals(project)) {
      rows.aborted();
    }

    assertThat(new StatusQuery(database).of(name).state().word()).isEqualTo(expected);
  }
}
