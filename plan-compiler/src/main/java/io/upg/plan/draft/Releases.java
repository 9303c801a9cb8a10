package io.upg.plan.draft;

import io.upg.plan.NaturalOrder;
import io.upg.plan.input.Release;
import java.util.Collection;
import java.util.Comparator;
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

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  public static final Comparator<Release> ORDER = Comparator.comparing(Releases::key);

  private final Map<Key, Release> releases = new TreeMap<>();

  public Releases(Collection<Release> read) {
    read.forEach(release -> releases.put(key(release), release));
  }

  /** Sorted by component and version. */
  public List<Release> all() {
    return List.copyOf(releases.values());
  }

  public Optional<Release> of(Move move) {
    return Optional.ofNullable(releases.get(new Key(move.component(), move.instance().to())));
  }

  private static Key key(Release release) {
    return new Key(release.component(), release.version());
  }
}
