package io.upg.agent.builtin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a host's packages are kept with. Never asks a person anything. */
interface PackageManager {
  /** Speaks English, and asks nothing. */
  Map<String, String> ENVIRONMENT = Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive");

  /**
   * What a package file holds.
   *
   * @param version with release and architecture: it tells one package of the name from another
   */
  record Pack(String name, String version) {
    @Override
    public String toString() {
      return name + " " + version;
    }
  }

  Pack read(Path file) throws ActionFailed, IOException, InterruptedException;

  /**
   * The version that is installed; several are joined by a comma, and behind a blank stands what is
   * wrong with it. Empty where there is none.
   */
  Optional<String> installed(String name) throws ActionFailed, IOException, InterruptedException;

  /** What to do about a package that was left half installed. */
  String cure();

  /** Paths of the configuration files of what is installed under this name. */
  List<String> configs(String name) throws ActionFailed, IOException, InterruptedException;

  /** The same, of a package file. */
  List<String> configs(Path file) throws ActionFailed, IOException, InterruptedException;

  /** How names end that it gives to other versions of a configuration file. */
  List<String> leftovers();

  /** Puts them in place of whatever versions are there, also of the same. */
  List<String> install(List<Path> files, boolean back);

  /**
   * @param configs whether their configuration files go, too
   */
  List<String> remove(List<String> names, boolean configs);

  /** Those that whoever works on the database holds. */
  List<Path> locks() throws ActionFailed, IOException, InterruptedException;

  /** Whether it did nothing because somebody else got the lock first. */
  boolean lost(Ran ran);

  /** What went wrong; empty if nothing did. */
  Optional<String> problem(Ran ran);
}
