package io.upg.plan.patch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A new revision of some tasks of one component.
 *
 * @param script a file of the release: one it has, to be replaced, or one that comes with the patch
 * @param sha256 the file's new content; null where the release has it as it is to be
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Patch(String component, String script, String sha256, Change change) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public Patch {
    change = change == null ? Change.NONE : change;
  }

  /** Path inside the release → SHA-256 of everything it brings. */
  @JsonIgnore
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    if (script != null && sha256 != null) {
      files.put(script, sha256);
    }
    if (change.hasRollbackFile() && change.rollbackSha256() != null) {
      files.put(change.rollback(), change.rollbackSha256());
    }
    return files;
  }

  /** Whether it only replaces a file, wherever that is used. */
  @JsonIgnore
  public boolean replacesFile() {
    return script != null && change.place() == null;
  }

  /** One sentence for everything that is wrong with it, whatever it is applied to. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (component == null || component.isBlank()) {
      problems.add("The patch names no component: --component C.");
    }
    if (script == null
        && change.with().isEmpty()
        && change.timeout() == null
        && change.rollback() == null) {
      problems.add(
          "The patch changes nothing. Say --script NAME --file F, or --action A with --with,"
              + " --timeout, --use-script, --before, --after or --rollback.");
    }
    checkFile(script, sha256, problems);
    checkFile(
        change.hasRollbackFile() ? change.rollback() : null, change.rollbackSha256(), problems);
    if (replacesFile() && sha256 == null) {
      problems.add("The patch of '" + script + "' has no new content: --file F.");
    }
    checkChange(problems);
    return problems;
  }

  private void checkChange(List<String> problems) {
    boolean ofTasks =
        change.place() != null
            || change.timeout() != null
            || change.rollback() != null
            || !change.with().isEmpty();
    if (ofTasks && change.action() == null) {
      problems.add("The patch changes more than a file, but names no action: --action A.");
    }
    if (change.place() != null && script == null) {
      problems.add(
          "The patch says where a script runs ('%s'), but names none."
              .formatted(change.place().word()));
    }
    if (change.timeout() != null && (change.timeout().isZero() || change.timeout().isNegative())) {
      problems.add("'timeout' is " + change.timeout() + "; expected more than 0.");
    }
  }

  private static void checkFile(String name, String sha256, List<String> problems) {
    if (sha256 != null && !SHA256.matcher(sha256).matches()) {
      problems.add("'" + sha256 + "' is no SHA-256; expected 64 lower-case hex digits.");
    }
    if (name == null && sha256 != null) {
      problems.add("The patch brings a file (" + sha256 + ") and does not name it.");
    }
    if (name != null && !insideRelease(name)) {
      problems.add("'" + name + "' is no file of a release; expected a path inside its folder.");
    }
  }

  private static boolean insideRelease(String path) {
    return !path.equals("component.yaml")
        && !path.contains("\\")
        && path.indexOf('\0') < 0
        && List.of(path.split("/", -1)).stream()
            .noneMatch(part -> part.isBlank() || part.equals(".") || part.equals(".."));
  }
}
