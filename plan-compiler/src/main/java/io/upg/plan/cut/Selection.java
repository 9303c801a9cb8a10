package io.upg.plan.cut;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Which tasks a command is about; the parts are joined by <em>and</em>, a part that is empty
 * selects everything. The JSON names are those of the portal's signals.
 *
 * @param tasks task ids
 * @param hosts a host-set expression, or null
 * @param failed only fail, unreachable, unknown, rollback_fail
 * @param all everything, said aloud
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Selection(
    List<String> tasks,
    String hosts,
    List<String> components,
    List<String> phases,
    List<Integer> batches,
    boolean failed,
    boolean all) {

  public static final Selection NONE = new Selection(null, null, null, null, null, false, false);
  public static final Selection ALL = new Selection(null, null, null, null, null, false, true);

  public Selection {
    tasks = tasks == null ? List.of() : List.copyOf(tasks);
    components = components == null ? List.of() : List.copyOf(components);
    phases = phases == null ? List.of() : List.copyOf(phases);
    batches = batches == null ? List.of() : List.copyOf(batches);
  }

  /** All tasks of these phases; of every phase where none is named. */
  public static Selection ofPhases(List<String> phases) {
    return new Selection(null, null, null, phases, null, false, false);
  }

  /** Whether nothing was said at all. */
  @JsonIgnore
  public boolean isEmpty() {
    return equals(NONE);
  }
}
