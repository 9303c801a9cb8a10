package io.upg.agent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.type.TypeReference;
import io.upg.access.AccessProblem;
import io.upg.access.PrivateFile;
import io.upg.plan.json.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one task may know of its host's secrets. A value that is {@code secret:NAME} stands for the
 * content of the file NAME; it is opened here, just before it is used, and what was opened is
 * hidden again in all that is told: by value, each line of it, also as JSON spells it. Thread-safe.
 */
final class TaskSecrets {
  static final String HIDDEN = "***";

  private static final Pattern REFERENCE = Pattern.compile("secret:(.*)", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final TypeReference<Set<String>> VALUES = new TypeReference<>() {};

  /** Shorter ones could not be hidden without hiding everything. */
  private static final int SHORTEST = 4;

  private final Path folder;
  private final Path kept;
  private final Set<String> opened = new TreeSet<>();

  /**
   * @param folder of the host's secrets
   * @param workDir of the task: what was opened is kept there until it has ended, for an agent that
   *     comes after this one
   */
  TaskSecrets(Path folder, Path workDir) {
    this.folder = folder;
    this.kept = workDir.resolve("secrets.json");
  }

  /** Whether it is, or holds, a reference. */
  static boolean in(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(TaskSecrets::in);
    }
    if (value instanceof List<?> list) {
      return list.stream().anyMatch(TaskSecrets::in);
    }
    return value instanceof String text && REFERENCE.matcher(text).matches();
  }

  /**
   * The same values, secrets in place of what refers to them.
   *
   * @throws TaskRefused if one is not on this host, or others can read it
   */
  Map<String, Object> open(Map<String, Object> values) throws TaskRefused {
    Map<String, Object> open = new TreeMap<>();
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      open.put(entry.getKey(), open(entry.getValue()));
    }
    return open;
  }

  /** As {@link #open(Map)}, of any value. */
  Object open(Object value) throws TaskRefused {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> open = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        open.put(entry.getKey().toString(), open(entry.getValue()));
      }
      return open;
    }
    if (value instanceof List<?> list) {
      List<Object> open = new ArrayList<>();
      for (Object element : list) {
        open.add(open(element));
      }
      return open;
    }
    return value instanceof String text ? openText(text) : value;
  }

  String openText(String text) throws TaskRefused {
    Matcher reference = REFERENCE.matcher(text);
    if (!reference.matches()) {
      return text;
    }
    String value = read(reference.group(1));
    synchronized (this) {
      opened.add(value);
    }
    return value;
  }

  private String read(String name) throws TaskRefused {
    if (!NAME.matcher(name).matches()) {
      throw new TaskRefused(
          "'secret:%s' names no secret: expected letters, digits, '.', '_' and '-'"
              .formatted(name));
    }
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      throw new TaskRefused(
          "Secret '%s' is not on this host: expected the file %s, mode 0600. Put it there, then run again"
              .formatted(name, file));
    }
    try {
      String value = new String(PrivateFile.read("Secret", file), UTF_8).replaceFirst("\\R$", "");
      if (value.length() < SHORTEST) {
        throw new TaskRefused(
            "Secret '%s' in %s is too short to be one: expected %d characters at least"
                .formatted(name, file, SHORTEST));
      }
      return value;
    } catch (AccessProblem e) {
      throw new TaskRefused(e.getMessage());
    }
  }

  /** Keeps what was opened, for whoever hides it when this agent is gone. */
  void keep() throws IOException {
    Set<String> values = values();
    if (!values.isEmpty()) {
      PrivateFile.write(kept, CanonicalJson.bytes(values));
    }
  }

  /** To be called when the task has ended and all that it wrote was hidden. */
  void forget() throws IOException {
    if (Files.exists(kept)) { // on a read-only disk a delete fails also where there is nothing
      Files.delete(kept);
    }
  }

  /** Hides in a file what was opened; its bytes are else what they were. */
  void hideIn(Path file) throws IOException {
    if (values().isEmpty() || !Files.exists(file)) {
      return;
    }
    String told = new String(Files.readAllBytes(file), ISO_8859_1);
    String hidden = told;
    for (String word : words()) {
      hidden = hidden.replace(new String(word.getBytes(UTF_8), ISO_8859_1), HIDDEN);
    }
    if (!hidden.equals(told)) {
      Path part = file.resolveSibling(file.getFileName() + ".hidden");
      PrivateFile.write(part, hidden.getBytes(ISO_8859_1));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Hides in a text what was opened.
   *
   * @param text may be null
   */
  String hide(String text) throws IOException {
    String hidden = text;
    for (String word : text == null ? List.<String>of() : words()) {
      hidden = hidden.replace(word, HIDDEN);
    }
    return hidden;
  }

  private Set<String> values() throws IOException {
    Set<String> values = new TreeSet<>();
    try {
      values.addAll(CanonicalJson.read(Files.readAllBytes(kept), VALUES));
    } catch (NoSuchFileException nothingKept) {
      // what was opened now is all
    }
    synchronized (this) {
      values.addAll(opened);
    }
    return values;
  }

  /** Every spelling of what was opened, the longest first. */
  private List<String> words() throws IOException {
    Set<String> words = new TreeSet<>();
    for (String value : values()) {
      words.add(value);
      value.lines().map(String::strip).filter(l -> l.length() >= SHORTEST).forEach(words::add);
    }
    for (String word : List.copyOf(words)) {
      String json = new String(CanonicalJson.bytes(word), UTF_8);
      words.add(json.substring(1, json.length() - 1));
    }
    return words.stream()
        .sorted(Comparator.comparing(String::length).reversed().thenComparing(word -> word))
        .toList();
  }
}
