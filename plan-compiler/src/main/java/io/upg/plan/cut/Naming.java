package io.upg.plan.cut;

import io.upg.plan.model.GlobalPlan;
import io.upg.plan.model.Instance;
import io.upg.plan.model.Task;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Names tasks in sentences: the first few with their states, the others by their number. */
final class Naming {
  private static final int NAMED = 5;
  private static final int LISTED = 100;

  private final GlobalPlan plan;
  private final IntFunction<String> word;

  private Naming(GlobalPlan plan, IntFunction<String> word) {
    this.plan = plan;
    this.word = word;
  }

  static Naming byState(GlobalPlan plan, TaskStates states) {
    return new Naming(plan, number -> states.of(number).word());
  }

  /** Like {@link #byState}, but of a task that is held without showing it says so. */
  static Naming byFacts(GlobalPlan plan, TaskFacts facts) {
    return new Naming(plan, number -> word(facts, number));
  }

  private static String word(TaskFacts facts, int number) {
    String state = facts.of(number).word();
    return switch (facts.of(number)) {
      case RUNNING, ROLLING_BACK -> state;
      default -> facts.held(number) ? state + ", granted" : state;
    };
  }

  Task task(int number) {
    return plan.tasks().get(number - 1);
  }

  /** {@code a (done), b (fail) and 3 more}. */
  String named(BitSet numbers) {
    String first =
        numbers.stream()
            .limit(NAMED)
            .mapToObj(number -> task(number).id() + " (" + word.apply(number) + ")")
            .collect(Collectors.joining(", "));
    int more = numbers.cardinality() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** What a refusal lists for programs. */
  List<String> ids(BitSet numbers) {
    return numbers.stream().limit(LISTED).mapToObj(number -> task(number).id()).toList();
  }

  /** {@code keystone on ctrl-1}, or {@code 3 instances}. */
  String instances(BitSet numbers) {
    List<Instance> instances =
        numbers.stream().mapToObj(number -> task(number).instance()).distinct().toList();
    if (instances.size() != 1) {
      return count(instances.size(), "instance");
    }
    Instance one = instances.get(0);
    String name = one.name().isEmpty() ? "" : "." + one.name();
    return one.component() + name + " on " + one.host();
  }

  static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  static String count(BitSet numbers, String noun) {
    return count(numbers.cardinality(), noun);
  }

  /** {@code 1 task is}, {@code 2 tasks are}. */
  static String countBeing(BitSet numbers, String noun) {
    return count(numbers, noun) + (numbers.cardinality() == 1 ? " is" : " are");
  }
}
