package io.upg.plan.input;

import java.util.ArrayList;
import java.util.List;

/**
 * How hosts are cut into batches.
 *
 * @param sizes in order, the last one repeats; none means all hosts at once
 */
public record BatchSizes(List<Amount> sizes) {
  public static final BatchSizes ALL_AT_ONCE = new BatchSizes(List.of());

  public BatchSizes {
    sizes = List.copyOf(sizes);
  }

  /** The size of each batch that {@code hosts} hosts are cut into; percents are of {@code of}. */
  public List<Integer> cut(int hosts, int of) {
    List<Integer> batches = new ArrayList<>();
    for (int left = hosts; left > 0; left -= batches.get(batches.size() - 1)) {
      batches.add(Math.min(left, size(batches.size(), hosts, of)));
    }
    return batches;
  }

  /** The size of the batch after {@code before} others. */
  public int size(int before, int hosts, int of) {
    if (sizes.isEmpty()) {
      return hosts;
    }
    return sizes.get(Math.min(before, sizes.size() - 1)).roundedUp(of);
  }
}
