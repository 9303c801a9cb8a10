package io.upg.plan.yaml;

import io.upg.plan.problem.Place;
import java.util.List;

public record YamlList(Place place, List<YamlValue> items) implements YamlValue {
  public YamlList {
    items = List.copyOf(items);
  }

  @Override
  public String kind() {
    return "a list";
  }
}
