package io.upg.server;

import io.upg.cli.AuditDocument;
import io.upg.cli.Documents;
import io.upg.cli.NodeSearch;
import io.upg.cli.TaskSearch;
import io.upg.cli.UsageProblem;
import io.upg.plan.cut.Selection;
import io.upg.store.Database;
import io.upg.store.query.AuditFilter;
import io.upg.store.query.AuditQuery;
import io.upg.store.query.LogsQuery;
import io.upg.store.query.NodeRow;
import io.upg.store.query.PatchQuery;
import io.upg.store.query.ProjectsQuery;
import io.upg.store.query.StatusQuery;
import io.upg.store.query.TaskRow;
import io.upg.store.query.UnknownCommand;
import io.upg.store.query.UnknownTask;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which path is which command's document. Thread-safe. */
final class QueryPaths {
  static final String STATUS = "/v1/status";

  private static final String KNOWN =
      "/healthz, /v1/status, /v1/nodes, /v1/projects, and below /v1/projects/PROJECT: /status, /tasks,"
          + " /logs/TASK, /audit, /patches";

  private final Database database;
  private final TaskSearch tasks;
  private final NodeSearch nodes;

  QueryPaths(Database database) {
    this.database = database;
    this.tasks = new TaskSearch(database);
    this.nodes = new NodeSearch(database);
  }

  /**
   * Writes the document that is asked for.
   *
   * @return where the next page is, if there may be one
   * @throws UsageProblem if a parameter is wrong
   * @throws QueryFailure.UnknownPath if the path is no document's
   * @throws io.upg.store.UnknownProject if it names a project that is not stored
   * @throws UnknownTask if it names a task that the project has not
   */
  Optional<String> answer(URI uri, Spool out) throws IOException {
    List<String> path =
        Arrays.stream(uri.getRawPath().split("/", -1))
            .skip(1)
            .map(QueryParameters::segment)
            .toList();
    QueryParameters parameters = QueryParameters.parse(uri.getRawQuery());
    if (path.size() >= 4 && path.subList(0, 2).equals(List.of("v1", "projects"))) {
      return project(uri, path.get(2), path.subList(3, path.size()), parameters, out);
    }
    return switch (String.join("/", path)) {
      case "healthz" -> {
        database.requireSchema();
        yield document(parameters, out, Map.of("status", "ok"));
      }
      case "v1/status" -> document(parameters, out, new StatusQuery(database).all());
      case "v1/nodes" -> nodes(uri, parameters, out);
      case "v1/projects" -> document(parameters, out, new ProjectsQuery(database).all());
      default -> throw unknown(uri);
    };
  }

  private Optional<String> nodes(URI uri, QueryParameters parameters, Spool out)
      throws IOException {
    parameters.allow("host", "limit", "after");
    int limit = parameters.limit();
    List<NodeRow> found = nodes.find(parameters.one("host"), parameters.behind(), limit);
    out.line(Documents.json(found));
    return found.size() < limit
        ? Optional.empty()
        : Optional.of(next(uri, parameters, found.get(limit - 1).host()));
  }

  private Optional<String> project(
      URI uri, String project, List<String> path, QueryParameters parameters, Spool out)
      throws IOException {
    if (path.size() == 2 && path.get(0).equals("logs")) {
      return document(parameters, out, new LogsQuery(database).of(project, path.get(1)));
    }
    return switch (String.join("/", path)) {
      case "status" -> document(parameters, out, new StatusQuery(database).of(project));
      case "patches" ->
          document(parameters, out, Documents.patches(new PatchQuery(database).all(project)));
      case "tasks" -> tasks(uri, project, parameters, out);
      case "audit" -> audit(uri, project, parameters, out);
      default -> throw unknown(uri);
    };
  }

  private Optional<String> tasks(URI uri, String project, QueryParameters parameters, Spool out)
      throws IOException {
    parameters.allow(
        "task", "host", "component", "phase", "batch", "failed", "state", "limit", "after");
    Selection selection =
        new Selection(
            parameters.all("task"),
            parameters.one("host"),
            parameters.words("component"),
            parameters.words("phase"),
            parameters.numbers("batch"),
            parameters.flag("failed"),
            false);
    int limit = parameters.limit();
    List<TaskRow> found;
    try {
      found =
          tasks.find(project, selection, parameters.states("state"), parameters.behind(), limit);
    } catch (UnknownTask e) {
      throw new UsageProblem("after: " + e.getMessage());
    }
    out.line(Documents.json(found));
    return found.size() < limit
        ? Optional.empty()
        : Optional.of(next(uri, parameters, found.get(limit - 1).id()));
  }

  /** Without {@code after} the newest, behind which there is nothing yet. */
  private Optional<String> audit(URI uri, String project, QueryParameters parameters, Spool out)
      throws IOException {
    parameters.allow("limit", "after");
    int limit = parameters.limit();
    String after = parameters.one("after");
    AuditFilter filter = new AuditFilter(after, limit, null);
    AuditDocument written;
    try {
      written = AuditDocument.write(new AuditQuery(database), project, filter, out);
    } catch (UnknownCommand e) {
      throw new UsageProblem("after: " + e.getMessage());
    }
    out.line("");
    return after == null || written.entries() < limit
        ? Optional.empty()
        : Optional.of(next(uri, parameters, written.last()));
  }

  private static Optional<String> document(QueryParameters parameters, Spool out, Object document)
      throws IOException {
    parameters.allow();
    out.line(Documents.json(document));
    return Optional.empty();
  }

  /** Without scheme and host: whoever stands in between may have changed them. */
  private static String next(URI uri, QueryParameters parameters, String after) {
    return uri.getRawPath() + "?" + parameters.behind(after);
  }

  private static QueryFailure.UnknownPath unknown(URI uri) {
    return new QueryFailure.UnknownPath(
        "No document at %s. There are: %s.".formatted(uri.getRawPath(), KNOWN));
  }
}
