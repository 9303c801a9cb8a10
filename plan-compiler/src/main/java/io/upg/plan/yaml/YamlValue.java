package io.upg.plan.yaml;

import io.upg.plan.problem.Place;

/** A value of a YAML file that knows where it stands. */
public sealed interface YamlValue permits YamlMap, YamlList, YamlScalar {

  Place place();

  /** What it is, for messages: "a list". */
  String kind();
}
