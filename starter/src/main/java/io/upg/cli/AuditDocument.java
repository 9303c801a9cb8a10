package io.upg.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.upg.store.query.AuditEntry;
import io.upg.store.query.AuditFilter;
import io.upg.store.query.AuditQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The document of {@code upg audit}: one array, written as it is read. */
public final class AuditDocument {
  private final SequenceWriter array;
  private int entries;
  private String last;

  private AuditDocument(SequenceWriter array) {
    this.array = array;
  }

  /**
   * Writes it, without a line's end. {@code out} stays open.
   *
   * @throws io.upg.store.UnknownProject if there is no such project
   * @throws io.upg.store.query.UnknownCommand if there is no command {@link AuditFilter#after()}
   */
  public static AuditDocument write(
      AuditQuery query, String project, AuditFilter filter, OutputStream out) {
    try (JsonGenerator generator =
            Documents.MAPPER.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        SequenceWriter array = Documents.MAPPER.writer().writeValuesAsArray(generator)) {
      AuditDocument document = new AuditDocument(array);
      query.each(project, filter, document::add);
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(AuditEntry entry) {
    try {
      array.write(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries++;
    last = entry.id();
  }

  /** How many commands it holds. */
  public int entries() {
    return entries;
  }

  /** Id of its last command; null where it holds none. */
  public String last() {
    return last;
  }
}
