package io.upg.plan.importing;

import java.util.List;

/**
 * What is to be imported, as the user typed it; nothing is checked yet.
 *
 * @param file how the user named the file, for messages
 * @param json what {@code ansible-inventory --list} printed
 * @param preset name of a {@link Preset}, or empty
 * @param roles {@code GROUP=ROLE}: the group's hosts get this role instead of the group's name
 * @param components {@code COMPONENT} or {@code COMPONENT=GROUP}: an instance on every host of the
 *     group; a component that is named several times lives in all these groups
 * @param versions {@code VERSION} of every component, or {@code COMPONENT=VERSION}
 */
public record ImportRequest(
    String file,
    String json,
    String preset,
    List<String> roles,
    List<String> components,
    List<String> versions) {

  public ImportRequest {
    roles = List.copyOf(roles);
    components = List.copyOf(components);
    versions = List.copyOf(versions);
  }
}
