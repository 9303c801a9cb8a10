package io.upg.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The modules' dependencies point one way, and what must be pure is. */
class DependencyDirectionTest {
  private static final String[] PLAN_COMPILER = {"io.upg.plan.."};
  private static final String[] CONTRACT = {"io.upg.contract.."};

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.upg");
  }

  @Test
  void plan_compiler_knows_nothing_of_the_modules_on_top_of_it() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PLAN_COMPILER)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("io.upg..").and(not(resideInAnyPackage(PLAN_COMPILER)))));
  }

  @Test
  void plan_compiler_does_no_input_output_and_knows_no_temporal() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(PLAN_COMPILER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.sql..", "java.nio.channels..", "io.temporal..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                Files.class,
                java.io.File.class,
                java.io.FileInputStream.class,
                java.io.FileReader.class,
                java.io.FileOutputStream.class,
                Process.class,
                ProcessBuilder.class));
  }

  @Test
  void the_contract_knows_the_plan_and_nothing_else_of_upg() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(CONTRACT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.upg.store..",
                "io.upg.workflow..",
                "io.upg.orchestrator..",
                "io.upg.recorder..",
                "io.upg.agent..",
                "io.upg.cli..",
                "io.upg.server.."));
  }

  @Test
  void the_store_knows_no_temporal_and_no_process() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.temporal..",
                "io.upg.workflow..",
                "io.upg.orchestrator..",
                "io.upg.recorder..",
                "io.upg.agent..",
                "io.upg.cli..",
                "io.upg.server.."));
  }

  @Test
  void queries_are_read_from_the_store_by_others_only() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.upg.store.query.."));
  }

  @Test
  void the_agent_needs_contract_and_plan_only() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.agent..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.upg.store..",
                "io.upg.workflow..",
                "io.upg.orchestrator..",
                "io.upg.recorder..",
                "io.upg.cli..",
                "io.upg.server..",
                "java.sql.."));
  }

  @Test
  void workflows_and_their_workers_know_neither_agent_nor_starter() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.workflow..", "io.upg.orchestrator..", "io.upg.recorder..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.upg.agent..", "io.upg.cli..", "io.upg.server.."));
  }

  @Test
  void workflow_code_does_no_input_output_and_asks_no_clock_or_dice() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.workflow..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.upg.store..", "java.sql..", "java.io..", "java.nio.file..", "java.net..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, Clock.class, Thread.class)
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(UUID.class, "randomUUID"));
  }

  @Test
  void commands_touch_temporal_only_through_the_sender() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.upg.cli..")
            .and()
            .doNotHaveFullyQualifiedName("io.upg.cli.CommandSender")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.temporal..", "io.grpc.."));
  }

  private static void check(ArchRule rule) {
    rule.check(classes);
  }
}
