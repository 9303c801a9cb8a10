package io.upg.agent.doctor;

import java.util.List;

/** Looks at one subject. Ends within seconds, and throws nothing for what it may find. */
public interface Check {
  List<Finding> look();
}
