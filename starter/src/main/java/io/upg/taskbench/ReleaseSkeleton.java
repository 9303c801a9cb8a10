package io.upg.taskbench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The release that a component developer begins with: it keeps its contract, and each of its files
 * shows what such a file is like.
 */
public record ReleaseSkeleton(String component, String version, String from) {
  private static final Map<String, String> TEMPLATES = templates();

  /** Template → where it goes. */
  private static Map<String, String> templates() {
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put("component.yaml", "component.yaml");
    templates.put("convert.py", "convert.py");
    templates.put("verify.py", "verify.py");
    templates.put("check.conf", ".check/root/etc/@NAME@/@NAME@.conf");
    return templates;
  }

  /**
   * @param folder the release's; it must not be there
   * @return the files, by their paths inside it
   */
  public List<String> write(Path folder) throws IOException {
    for (Map.Entry<String, String> template : TEMPLATES.entrySet()) {
      Path file = folder.resolve(filled(template.getValue()));
      Files.createDirectories(file.getParent());
      Files.writeString(file, filled(text(template.getKey())));
    }
    return TEMPLATES.values().stream().map(this::filled).toList();
  }

  private String filled(String text) {
    return text.replace("@NAME@", component).replace("@VERSION@", version).replace("@FROM@", from);
  }

  private static String text(String template) {
    try (InputStream in =
        ReleaseSkeleton.class.getResourceAsStream("/release-skeleton/" + template)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
