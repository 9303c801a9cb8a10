package io.upg.plan.draft;

import io.upg.plan.NaturalOrder;
import io.upg.plan.input.Release;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The releases that are moved to, as far as they could be read. */
public final class Releases {

  /** Which release: a component's version. */
  public record Key(String component, String version) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::component, NaturalOrder.INSTANCE)
            .thenComparing(Key::version, NaturalOrder.INSTANCE);

    public static Key of(Move move) {
      return new Key(move.component(), move.instance().to());
    }

    public static Key of(Release release) {
      return new Key(release.component(), release.version());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  public static final Comparator<Release> ORDER = Comparator.comparing(Key::of);

  private final Map<Key, Release> releases = new TreeMap<>();
  private final Map<Key, Release> byKey = new HashMap<>();

  public Releases(Collection<Release> read) {
    read.forEach(release -> releases.put(Key.of(release), release));
    byKey.putAll(releases);
  }

  /** Sorted by component and version. */
  public List<Release> all() {
    return List.copyOf(releases.values());
  }

  public Optional<Release> of(Move move) {
    return Optional.ofNullable(byKey.get(Key.of(move)));
  }
}
