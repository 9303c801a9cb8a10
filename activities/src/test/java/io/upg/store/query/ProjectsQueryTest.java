package io.upg.store.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.upg.store.Database;
import io.upg.store.EmbeddedDatabase;
import org.junit.jupiter.api.Test;

class ProjectsQueryTest {

  @Test
  void every_project_is_listed_with_its_newest_plan() {
    try (Database database = EmbeddedDatabase.open()) {
      Rows.spring(database);
      Rows.project(database, "autumn").paused("ann");

      assertThat(new ProjectsQuery(database).all())
          .extracting(ProjectEntry::project, ProjectEntry::state, ProjectEntry::tasks)
          .containsExactly(
              tuple("spring", ProjectState.READY, 4), tuple("autumn", ProjectState.PAUSED, 4));
    }
  }
}
