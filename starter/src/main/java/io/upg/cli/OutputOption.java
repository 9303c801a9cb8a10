package io.upg.cli;

import java.io.PrintStream;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o json}: one JSON document on stdout instead of text. */
public final class OutputOption {
  static final String NAME = "-o";

  /** How a result is printed. */
  public enum Format {
    text,
    json
  }

  @Option(
      names = {NAME, "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one JSON document on stdout.")
  private Format format;

  public boolean json() {
    return format == Format.json;
  }

  /** Prints the document, or the text, as asked for. */
  public void print(PrintStream out, Supplier<Object> document, Supplier<String> text) {
    if (json()) {
      out.println(Documents.json(document.get()));
      return;
    }
    out.print(text.get());
  }
}
