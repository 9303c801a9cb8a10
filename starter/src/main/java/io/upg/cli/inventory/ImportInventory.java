package io.upg.cli.inventory;

import io.upg.cli.CliContext;
import io.upg.cli.ExitCode;
import io.upg.cli.UpgCommand;
import io.upg.cli.UsageProblem;
import io.upg.plan.importing.AnsibleImport;
import io.upg.plan.importing.ImportRequest;
import io.upg.plan.importing.Imported;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code upg inventory import}. */
@Command(
    name = "import",
    description = "Make inventory.yaml of what 'ansible-inventory --list' prints.",
    footer = {
      "",
      "Every group becomes a role, of the hosts in nested groups too. Example:",
      "  ansible-inventory -i multinode --list > cloud.json",
      "  upg inventory import --ansible cloud.json --preset kolla --version 2024.1 \\",
      "    --components keystone,nova-api,nova-compute --out inventory.yaml"
    })
public final class ImportInventory extends UpgCommand {
  @Option(
      names = "--ansible",
      paramLabel = "FILE",
      required = true,
      description = "What 'ansible-inventory --list' printed.")
  private Path file;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "",
      description = "kolla: knows Kolla-Ansible's groups (control is controller, ...).")
  private String preset;

  @Option(
      names = "--role",
      paramLabel = "GROUP=ROLE",
      description = "The role of this group's hosts, instead of the group's name. Repeatable.")
  private List<String> roles = List.of();

  @Option(
      names = "--components",
      paramLabel = "C[=GROUP]",
      split = ",",
      description = "What runs on the hosts of the group so named, or named after '='.")
  private List<String> components = List.of();

  @Option(
      names = "--version",
      paramLabel = "[C=]VERSION",
      description = "Which version runs, of every component or of C; else 'unknown'. Repeatable.")
  private List<String> versions = List.of();

  @Option(names = "--out", paramLabel = "FILE", description = "Write it there, not to stdout.")
  private Path out;

  public ImportInventory(CliContext context) {
    super(context);
  }

  @Override
  public Integer call() {
    Imported imported =
        AnsibleImport.run(
            new ImportRequest(file.toString(), read(), preset, roles, components, versions));
    imported.notes().forEach(note -> say(note.text()));
    if (out == null) {
      context().out().print(imported.text());
    } else {
      write(imported.text());
    }
    return ExitCode.DONE;
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageProblem(
          "--ansible: there is no file '%s'. Make it: ansible-inventory --list > %s"
              .formatted(file, file));
    } catch (CharacterCodingException e) {
      throw new UsageProblem("--ansible: '%s' is not UTF-8 text.".formatted(file));
    } catch (IOException e) {
      throw new UsageProblem("--ansible: '%s' cannot be read: %s.".formatted(file, e.getMessage()));
    }
  }

  private void write(String text) {
    try {
      Files.writeString(out, text);
    } catch (IOException e) {
      throw new UsageProblem("--out: '%s' cannot be written: %s.".formatted(out, e));
    }
    say("Written: " + out);
  }
}
