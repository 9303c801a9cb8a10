package io.upg.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small project on disk: component {@code web} goes from 1.0 to 2.0 on two hosts. */
final class ProjectFolder {
  private final Path folder;

  ProjectFolder(Path folder) {
    this.folder = folder;
    write(
        "inventory.yaml",
        """
        hosts:
          - {name: "web-[1-2]", roles: [web]}
        instances:
          - {component: web, on: role=web, version: "1.0"}
        """);
    write(
        "project.yaml",
        """
        project: spring
        inventory: inventory.yaml
        releases: releases/
        targets:
          - {component: web, version: "2.0"}
        """);
    write(
        "releases/web/2.0/component.yaml",
        """
        component: web
        version: "2.0"
        upgrades-from: ["1.0"]
        actions:
          convert: {script: convert.sh, rollback: none}
          commit:  {script: convert.sh, reversible: false}
        """);
    write("releases/web/2.0/convert.sh", "#!/bin/sh\nexit 0\n");
  }

  ProjectFolder write(String path, String text) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  String project() {
    return folder.resolve("project.yaml").toString();
  }

  Path folder() {
    return folder;
  }
}
