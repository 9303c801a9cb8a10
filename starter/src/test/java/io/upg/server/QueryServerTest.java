package io.upg.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.upg.access.Access;
import io.upg.cli.CliRun;
import io.upg.cli.ExitCode;
import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.http.Addresses;
import io.upg.plan.cut.Selection;
import io.upg.plan.model.TaskState;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.store.Database;
import io.upg.store.StoreHarness;
import io.upg.store.TestPlans;
import io.upg.store.query.Rows;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * There is no Temporal in this test: PostgreSQL alone has to do. Nothing here changes the project
 * {@code spring}, so all tests ask one server.
 */
class QueryServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static StoreHarness store;
  private static QueryServer server;

  @BeforeAll
  static void start() throws Exception {
    store = new StoreHarness();
    store.save(TestPlans.of("spring", 4).phase("data", 2, "stop", "start").compiled());
    tell();
    server = QueryServer.start(store.url(), Addresses.loopback(0), Access.OPEN);
  }

  @AfterAll
  static void stop() {
    server.close();
    store.close();
  }

  /** What is behind the path, and the command that prints the same. */
  @ParameterizedTest
  @CsvSource({
    "/v1/status,                                          status",
    "/v1/projects,                                        project list",
    "/v1/nodes,                                           nodes",
    "/v1/nodes?host=h[2-4]&limit=2&after=h2,              nodes --host h[2-4] --limit 2 --after h2",
    "/v1/nodes?host=nobody,                               nodes --host nobody",
    "/v1/projects/spring/status,                          status spring",
    "/v1/projects/spring/tasks,                           tasks spring",
    "/v1/projects/spring/tasks?failed,                    tasks spring --failed",
    "/v1/projects/spring/tasks?failed=true&state=fail,    tasks spring --failed --state fail",
    "'/v1/projects/spring/tasks?state=undo,done',         'tasks spring --state undo,done'",
    "/v1/projects/spring/tasks?state=undo&state=fail,     'tasks spring --state undo,fail'",
    "/v1/projects/spring/tasks?host=h1%7Ch3,              tasks spring --host h1|h3",
    "/v1/projects/spring/tasks?host=h[1-3]&phase=data,    tasks spring --host h[1-3] --phase data",
    "/v1/projects/spring/tasks?batch=2&component=nova,    tasks spring --batch 2 --component nova",
    "/v1/projects/spring/tasks?task=h3_stop_nova,         tasks spring h3_stop_nova",
    "/v1/projects/spring/tasks?limit=3&after=h1_stop_nova,"
        + "                                     tasks spring --limit 3 --after h1_stop_nova",
    "/v1/projects/spring/logs/h2_stop_nova,               logs spring h2_stop_nova",
    "/v1/projects/spring/logs/h2%5Fstop%5Fnova,           logs spring h2_stop_nova",
    "/v1/projects/spring/audit,                           audit spring",
    "/v1/projects/spring/audit?limit=2,                   audit spring --limit 2",
    "/v1/projects/spring/audit?limit=2&after=c1,          audit spring --limit 2 --after c1",
    "/v1/projects/spring/patches,                         patch list spring",
    "/v1/projects/sprnig/status,                          status sprnig",
    "/v1/projects/spring/logs/h2_stop_nvoa,               logs spring h2_stop_nvoa",
    "/v1/projects/spring/tasks?component=novs,            tasks spring --component novs",
  })
  void the_answer_is_byte_for_byte_what_the_command_prints(String path, String command)
      throws Exception {
    String printed = upg(command.split(" ")).out();
    HttpResponse<String> answer = get(path);

    assertThat(printed).isNotEmpty();
    assertThat(answer.body()).isEqualTo(printed);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.statusCode())
        .isEqualTo(printed.contains("\"error\" : {") ? status(path) : 200);
  }

  private static int status(String path) {
    return path.contains("?") ? 400 : 404;
  }

  @Test
  void a_thousand_tasks_come_page_by_page_each_once_and_in_order() throws Exception {
    store.save(TestPlans.of("wide", 500).phase("data", 100, "stop", "start").compiled());
    List<String> all = ids(upg("tasks", "wide").document(), "id");
    assertThat(all).hasSize(1_000);

    assertThat(pages("/v1/projects/wide/tasks?limit=93", "id")).isEqualTo(all);
    assertThat(pages("/v1/projects/wide/tasks?limit=250", "id")).isEqualTo(all);
    assertThat(pages("/v1/projects/wide/tasks?limit=7&batch=2&host=h%5B150-199%5D", "id"))
        .isEqualTo(all.stream().filter(id -> id.matches("h1[5-9]\\d_.*")).toList());
  }

  @Test
  void without_a_limit_a_page_has_a_thousand_tasks() throws Exception {
    store.save(TestPlans.of("wider", 501).phase("data", 100, "stop", "start").compiled());

    HttpResponse<String> first = get("/v1/projects/wider/tasks");

    assertThat(document(first)).hasSize(1_000);
    assertThat(document(get(next(first).orElseThrow()))).hasSize(2);
    assertThat(document(get("/v1/projects/wider/tasks?limit=10000"))).hasSize(1_002);
  }

  @Test
  void the_audit_comes_page_by_page_from_the_oldest_or_only_its_newest() throws Exception {
    List<String> all = ids(upg("audit", "spring", "-o", "json").document(), "id");
    assertThat(all).hasSizeGreaterThan(4);

    assertThat(pages("/v1/projects/spring/audit?limit=2&after=", "id")).isEqualTo(all);
    HttpResponse<String> newest = get("/v1/projects/spring/audit?limit=2");
    assertThat(ids(document(newest), "id")).isEqualTo(all.subList(all.size() - 2, all.size()));
    assertThat(next(newest)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/projects/spring/tasks?limit=0       | 400 | limit is '0'; expected 1 to 10000.
          /v1/projects/spring/tasks?limit=10001   | 400 | expected 1 to 10000.
          /v1/projects/spring/tasks?limit=1&limit=2 | 400 | limit is given 2 times; expected once.
          /v1/projects/spring/tasks?batch=x       | 400 | batch is 'x'; expected 1 or more.
          /v1/projects/spring/tasks?state=faild   | 400 | Did you mean 'fail'?
          /v1/projects/spring/tasks?failed=maybe  | 400 | expected true or false.
          /v1/projects/spring/tasks?hots=h1       | 400 | Unknown parameter 'hots'; expected one of task, host,
          /v1/projects/spring/tasks?host=@/etc/passwd | 400 | /etc/passwd
          /v1/projects/spring/tasks?after=h9      | 400 | has no task 'h9'
          /v1/projects/spring/audit?after=c99     | 400 | knows no command 'c99'
          /v1/projects/spring/status?limit=1      | 400 | Unknown parameter 'limit'; expected none.
          /v1/projects/a%00b/status               | 400 | zero byte
          /v1/projects/sprnig/tasks               | 404 | Did you mean 'spring'?
          /v1/projects/sprnig/tasks?host=h1       | 404 | Did you mean 'spring'?
          /v1/projects/sprnig/audit               | 404 | No project 'sprnig'
          /v1/projects/spring/logs/h9             | 404 | has no task 'h9'
          /v1/projects/spring/plan                | 404 | No document at /v1/projects/spring/plan. There are:
          /                                       | 404 | /v1/projects
          """)
  void what_cannot_be_answered_says_why(String path, int status, String words) throws Exception {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(status);
    JsonNode error = document(answer).get("error");
    assertThat(error.fieldNames()).toIterable().containsExactly("rule", "message", "tasks");
    assertThat(error.get("rule").asText()).isEqualTo("bad-input");
    assertThat(error.get("message").asText()).contains(words).doesNotContain("root:");
  }

  @Test
  void nothing_but_get_and_head_is_taken() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      HttpResponse<String> answer = send(server, method, "/v1/projects/spring/status");
      assertThat(answer.statusCode()).as(method).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
      assertThat(document(answer).at("/error/rule").asText()).isEqualTo("bad-input");
    }
  }

  @Test
  void head_says_what_get_would_send_and_sends_nothing() throws Exception {
    HttpResponse<String> got = get("/v1/projects/spring/tasks?limit=2");
    HttpResponse<String> head = send(server, "HEAD", "/v1/projects/spring/tasks?limit=2");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("Content-Length"))
        .contains(Integer.toString(got.body().getBytes(StandardCharsets.UTF_8).length));
    assertThat(next(head)).isEqualTo(next(got)).isPresent();
  }

  @Test
  void two_instances_answer_the_same_at_once() throws Exception {
    String printed = upg("tasks", "spring").out();
    try (QueryServer other = QueryServer.start(store.url(), Addresses.loopback(0), Access.OPEN)) {
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, 200)
              .mapToObj(
                  i -> request(i % 2 == 0 ? server : other, "GET", "/v1/projects/spring/tasks"))
              .map(request -> CLIENT.sendAsync(request, BodyHandlers.ofString()))
              .toList();

      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
        assertThat(answer.get().body()).isEqualTo(printed);
      }
    }
    assertThat(get("/v1/projects/spring/tasks").body()).isEqualTo(printed);
  }

  @Test
  void a_peer_that_goes_away_in_the_middle_harms_nobody() throws Exception {
    URI uri = URI.create(server.url());
    for (int i = 0; i < 20; i++) {
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        OutputStream out = socket.getOutputStream();
        out.write("GET /v1/projects/spring/tasks HTTP/1.1\r\nHo".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void while_postgresql_is_away_it_says_so_and_afterwards_answers_again(@TempDir Path folder)
      throws Exception {
    EmbeddedPostgres postgres = postgres(folder);
    String url = postgres.jdbcUrl();
    try (Database database = Database.open(url)) {
      Rows.spring(database);
    }
    try (QueryServer query = QueryServer.start(url, Addresses.loopback(0), Access.OPEN)) {
      String before = send(query, "GET", "/v1/projects/spring/tasks").body();
      assertThat(send(query, "GET", "/healthz").statusCode()).isEqualTo(200);

      postgres.close();
      for (String path : List.of("/healthz", "/v1/status", "/v1/projects/spring/tasks?host=cn-1")) {
        HttpResponse<String> away = send(query, "GET", path);
        assertThat(away.statusCode()).as(path).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("5");
        assertThat(document(away).at("/error/rule").asText()).isEqualTo("unavailable");
        assertThat(document(away).at("/error/message").asText())
            .contains("PostgreSQL does not answer");
      }

      postgres = postgres(folder);
      assertThat(postgres.jdbcUrl()).isEqualTo(url);
      assertThat(
              Wait.until(
                  Duration.ofSeconds(20), () -> quietly(query, "/healthz").statusCode() == 200))
          .isTrue();
      assertThat(send(query, "GET", "/v1/projects/spring/tasks").body()).isEqualTo(before);
    } finally {
      postgres.close();
    }
  }

  @Test
  void it_starts_before_postgresql_and_before_the_schema(@TempDir Path folder) throws Exception {
    int port = Ports.in(folder.resolve("ports.json")).of("postgres");
    String url = "jdbc:postgresql://127.0.0.1:%d/upg?user=postgres".formatted(port);
    try (QueryServer query = QueryServer.start(url, Addresses.loopback(0), Access.OPEN)) {
      HttpResponse<String> away = send(query, "GET", "/v1/status");
      assertThat(away.statusCode()).isEqualTo(503);
      assertThat(away.body()).contains("127.0.0.1:" + port);

      try (EmbeddedPostgres postgres = postgres(folder)) {
        assertThat(postgres.jdbcUrl()).isEqualTo(url);
        Wait.until(
            Duration.ofSeconds(20),
            () -> quietly(query, "/v1/status").body().contains("The schema of the database"));
        assertThat(send(query, "GET", "/v1/status").statusCode()).isEqualTo(503);
        Database.open(url).close();
        assertThat(document(send(query, "GET", "/v1/status"))).isEmpty();
      }
    }
  }

  @Test
  void an_address_that_is_none_is_said() {
    upg("serve", "query", "--bind", "nonsense").exits(ExitCode.USAGE).says("expected HOST:PORT");
  }

  @Test
  void an_address_that_is_taken_is_named() {
    String taken = server.url().replace("http://", "");
    upg("serve", "query", "--bind", taken).exits(ExitCode.INTERNAL).says(taken, "cannot be served");
  }

  /** A run with failures, commands after it, refused ones too, and a patch. */
  private static void tell() {
    int run = store.run("spring").run();
    store.play("spring", run, 1, id -> id.startsWith("h2_") ? TaskState.FAIL : TaskState.DONE);
    store.runs.close("spring", run, "2 tasks failed.");
    give(store.command(CommandKind.RETRY).selection(StoreHarness.tasks("h1_stop_nova")));
    give(
        store
            .command(CommandKind.PATCH)
            .patch(
                new Patch(
                    "nova",
                    null,
                    null,
                    new Change("stop", null, Duration.ofHours(1), null, null, null)))
            .reason("zu kurz für h4"));
    give(
        store
            .command(CommandKind.SKIP)
            .selection(new Selection(null, "h2", null, null, null, true, false))
            .reason("the disk is gone"));
    give(store.command(CommandKind.PAUSE));
  }

  private static void give(CommandRequest.Builder command) {
    CommandRequest request = command.build();
    if (request.kind() == CommandKind.PATCH) {
      var published = store.commands.publication("spring", request).documents().keySet();
      assertThat(store.commands.judge("spring", request, published).accepted()).isTrue();
      return;
    }
    store.commands.judge("spring", request);
  }

  private static List<String> pages(String path, String name) throws Exception {
    List<String> ids = new ArrayList<>();
    for (Optional<String> page = Optional.of(path); page.isPresent(); ) {
      HttpResponse<String> answer = get(page.get());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      ids.addAll(ids(document(answer), name));
      page = next(answer);
    }
    return ids;
  }

  private static Optional<String> next(HttpResponse<?> answer) {
    return answer
        .headers()
        .firstValue("Link")
        .map(
            link -> {
              assertThat(link).matches("</.*>; rel=\"next\"");
              return link.substring(1, link.indexOf('>'));
            });
  }

  private static List<String> ids(JsonNode array, String name) {
    return array.findValuesAsText(name);
  }

  private static JsonNode document(HttpResponse<String> answer) throws Exception {
    return new ObjectMapper().readTree(answer.body());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(server, "GET", path);
  }

  private static HttpResponse<String> send(QueryServer to, String method, String path)
      throws Exception {
    return CLIENT.send(request(to, method, path), BodyHandlers.ofString());
  }

  private static HttpResponse<String> quietly(QueryServer to, String path) {
    return CLIENT.sendAsync(request(to, "GET", path), BodyHandlers.ofString()).join();
  }

  private static HttpRequest request(QueryServer to, String method, String path) {
    return HttpRequest.newBuilder(URI.create(to.url() + path))
        .method(method, BodyPublishers.noBody())
        .build();
  }

  private static EmbeddedPostgres postgres(Path folder) throws Exception {
    return EmbeddedPostgres.start(
        folder.resolve("postgres"),
        Ports.in(folder.resolve("ports.json")),
        folder.resolve("postgres.log"));
  }

  private static CliRun upg(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    words.addAll(List.of("--jdbc", store.url()));
    if (!words.contains("-o") && !args[0].equals("serve")) {
      words.addAll(List.of("-o", "json"));
    }
    return CliRun.upg(Map.of(), words.toArray(String[]::new));
  }
}
