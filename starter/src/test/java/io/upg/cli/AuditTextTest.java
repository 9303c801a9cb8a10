package io.upg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.upg.contract.CommandKind;
import io.upg.contract.CommandRequest;
import io.upg.plan.patch.Change;
import io.upg.plan.patch.Patch;
import io.upg.plan.patch.Place;
import io.upg.store.query.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTextTest {
  @Test
  void a_patch_is_told_as_it_would_be_typed() {
    Change change =
        new Change(
            "convert",
            Map.of("mode", "all at once"),
            Duration.ofMinutes(1),
            Place.BEFORE,
            "none",
            null);
    CommandRequest request =
        CommandRequest.of(CommandKind.PATCH, "c1", "ann")
            .patch(new Patch("shop", "prep.sh", null, change))
            .build();
    AuditEntry entry =
        new AuditEntry(
            Instant.EPOCH, "ann", "patch", List.of(), null, "accepted", "c1", null, 0, request);

    assertThat(AuditText.of(entry, ZoneOffset.UTC))
        .contains(
            "patch --component shop --action convert --before prep.sh"
                + " --with 'mode=\"all at once\"' --timeout 60000ms --rollback none\n");
  }
}
