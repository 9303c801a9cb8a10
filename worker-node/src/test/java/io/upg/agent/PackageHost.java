package io.upg.agent;

import io.upg.contract.NodeTaskReport;
import io.upg.plan.model.Direction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sandbox host with a package database of its own, and tasks that install there. */
abstract class PackageHost {
  @TempDir Path folder;
  TestHost host;

  @BeforeEach
  void open() throws Exception {
    host = TestHost.in(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  /** A host where keystone of this version was installed by somebody else. */
  void given(PackageTools tools, String version, String post) throws Exception {
    tools.require();
    PackageTools.furnish(host.root());
    byte[] old = tools.build(folder, "keystone", version, post);
    file(tools, "old", old);
    install(tools, old);
  }

  void install(PackageTools tools, byte[]... packages) throws Exception {
    List<Path> files = new ArrayList<>();
    for (byte[] content : packages) {
      files.add(Files.write(folder.resolve("given-" + files.size() + "." + tools.ending), content));
    }
    List<String> words = tools.install(host.root(), files.toArray(Path[]::new));
    PackageTools.run(Map.of(), words.toArray(String[]::new));
  }

  Sheet upgrade(PackageTools tools, String post) throws Exception {
    file(tools, "new", tools.build(folder, "keystone", "2025.1", post));
    return host.builtin("package.install", params(tools));
  }

  Map<String, Object> params(PackageTools tools) {
    boolean old = Files.exists(folder.resolve("given-0." + tools.ending));
    String file = "new." + tools.ending;
    return old ? Map.of("file", file, "previous", "old." + tools.ending) : Map.of("file", file);
  }

  void file(PackageTools tools, String name, byte[] content) {
    host.file(name + "." + tools.ending, content);
  }

  CompletableFuture<NodeTaskReport> start(long grant, Sheet sheet) {
    return host.start(host.order(grant, Direction.RUN, List.of(List.of(sheet))));
  }

  String output(Sheet sheet) {
    try {
      Path output = host.work(sheet, 1).resolve("output");
      return Files.exists(output) ? Files.readString(output) : "";
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** All but the database, which notes when what was done. */
  String tree(PackageTools tools) throws Exception {
    return TreeHash.of(host.root())
        .lines()
        .filter(line -> !line.startsWith(tools.database) && !line.startsWith("root/ "))
        .filter(line -> !line.startsWith("var"))
        .collect(Collectors.joining("\n"));
  }

  Path data() {
    return host.root().resolve("opt/keystone/data");
  }

  Path conf() {
    return host.root().resolve("etc/keystone/conf");
  }
}
