package io.upg.plan;

/** Versions are strings that compare with digit runs as numbers: {@code 2024.9 < 2024.10}. */
public final class Versions {
  private Versions() {}

  /** Negative, zero or positive; zero also where only leading zeros differ. */
  public static int compare(String a, String b) {
    return NaturalOrder.compareNumerically(a, b);
  }

  public static boolean same(String a, String b) {
    return compare(a, b) == 0;
  }

  public static boolean older(String a, String b) {
    return compare(a, b) < 0;
  }
}
