package io.upg.plan.input;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many hosts, or so many percent of some. */
public record Amount(int number, boolean percent) {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})(%?)");

  /** Empty where the text is neither {@code 12} nor {@code 10%}. */
  static Optional<Amount> parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      return Optional.empty();
    }
    Amount amount = new Amount(Integer.parseInt(written.group(1)), !written.group(2).isEmpty());
    return Optional.of(amount).filter(a -> !a.percent || a.number <= 100);
  }

  /** In hosts; a part of a host counts as one: how batches are cut. */
  public int roundedUp(int hosts) {
    return percent ? (int) ((hosts * (long) number + 99) / 100) : number;
  }

  /** In hosts; a part of a host counts as none: how budgets are kept. */
  public int roundedDown(int hosts) {
    return percent ? (int) (hosts * (long) number / 100) : number;
  }
}
