package io.upg.agent.builtin;

import io.upg.agent.artifact.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * {@code package.install {file, name?, prefix?: opt}}: unpacks a tar.gz of the release into {@code
 * <prefix>/<name>/<to>/} and points the link {@code current} beside it there, in one step. The old
 * version's folder stays.
 */
final class ArchiveInstall {

  /** Where it goes. */
  private record Place(Path base, String version) {
    Path folder() {
      return base.resolve(version);
    }

    Path unfinished() {
      return base.resolve("." + version + ".upg-new");
    }

    Path link() {
      return base.resolve("current");
    }
  }

  /**
   * What was there before.
   *
   * @param link where {@code current} pointed, or null
   * @param folder whether the version's folder was there
   * @param parents folders that were not, outermost first
   */
  private record Found(String link, boolean folder, List<String> parents) {
    private Found {
      parents = List.copyOf(parents);
    }
  }

  private ArchiveInstall() {}

  static String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    Params params = context.params("file", "name", "prefix");
    String file = params.text("file");
    Place place = place(context, params);
    Optional<String> before = link(place);
    if (context.state().read(Found.class).isEmpty()) {
      boolean folder = Files.exists(place.folder(), LinkOption.NOFOLLOW_LINKS);
      context.state().write(new Found(before.orElse(null), folder, Parents.missing(place.base())));
    }
    Path archive = context.releases().cache().file(context.release().sha256(file));
    Files.createDirectories(place.base());
    boolean unpack = !Files.isDirectory(place.folder());
    if (unpack) {
      unpack(archive, file, place);
    }
    point(place, place.version());
    context.say().accept(place.link() + " -> " + place.version());
    return "%s %s%s"
        .formatted(file, unpack ? "unpacked" : "was already there", previously(place, before));
  }

  static String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    Optional<Found> recorded = context.state().read(Found.class);
    if (recorded.isEmpty()) {
      return "nothing was installed";
    }
    Found found = recorded.get();
    Place place = place(context, context.params("file", "name", "prefix"));
    pointBack(place, found.link());
    FileTrees.delete(place.unfinished());
    if (!found.folder()) {
      FileTrees.delete(place.folder());
    }
    Parents.remove(found.parents());
    context.state().clear();
    return found.link() == null ? "removed" : "current is " + found.link() + " again";
  }

  private static Place place(BuiltinContext context, Params params)
      throws ActionFailed, IOException {
    String name = params.optional("name").orElse(context.component());
    String prefix = params.optional("prefix").orElse("opt");
    Path base = context.onHost(prefix + "/" + name);
    Path folder = base.resolve(context.to()).normalize();
    if (!base.equals(folder.getParent())) {
      throw new ActionFailed("Version '" + context.to() + "' cannot be the name of a folder");
    }
    return new Place(base, context.to());
  }

  private static String previously(Place place, Optional<String> before) {
    return before
        .filter(link -> !link.equals(place.version()))
        .map(link -> "; before: " + link)
        .orElse("");
  }

  private static void unpack(Path archive, String file, Place place)
      throws ActionFailed, IOException, InterruptedException {
    FileTrees.delete(place.unfinished());
    try {
      TarGz.unpack(archive, file, place.unfinished());
      Files.move(place.unfinished(), place.folder(), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FileTrees.delete(place.unfinished());
    }
  }

  private static Optional<String> link(Place place) throws ActionFailed, IOException {
    if (!Files.exists(place.link(), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    if (!Files.isSymbolicLink(place.link())) {
      throw new ActionFailed(place.link() + " is no link; move it away, then run again");
    }
    return Optional.of(Files.readSymbolicLink(place.link()).toString());
  }

  private static void point(Place place, String version) throws IOException {
    Path fresh = place.base().resolve(".current.upg-new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, Path.of(version));
    Files.move(fresh, place.link(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void pointBack(Place place, String before) throws ActionFailed, IOException {
    Optional<String> now = link(place);
    if (now.equals(Optional.ofNullable(before))) {
      return;
    }
    if (now.isPresent() && !now.get().equals(place.version())) {
      throw new ActionFailed(
          "%s points to %s; expected %s or %s: somebody changed it, set it right and run again"
              .formatted(place.link(), now.get(), place.version(), before));
    }
    if (before == null) {
      Files.delete(place.link());
    } else {
      point(place, before);
    }
  }
}
