package io.upg.plan.yaml;

import io.upg.plan.problem.Place;
import io.upg.plan.problem.Problems;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads one file of one YAML 1.2 document. Anchors, aliases, tags, keys that are no plain values
 * and keys that occur twice are errors: the files stay readable line by line, and no small file can
 * grow into a huge value.
 */
public final class YamlReader {
  private static final int DEEPEST = 64;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
  private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

  private final String file;
  private final Problems problems;
  private final Iterator<Event> events;

  private YamlReader(String file, String text, Problems problems) {
    this.file = file;
    this.problems = problems;
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** The file's value, or empty after reporting why there is none. */
  public static Optional<YamlValue> read(String file, String text, Problems problems) {
    try {
      return new YamlReader(file, text, problems).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.error("broken-yaml", new Place(file, line), sentence(e), "");
    } catch (ReaderException e) {
      int line = 1 + (int) text.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count();
      String character = String.format("U+%04X", e.getCodePoint());
      problems.error(
          "broken-yaml",
          new Place(file, line),
          "this is not YAML: the character " + character + " is not allowed.",
          "");
    } catch (YamlEngineException e) {
      problems.error(
          "broken-yaml", new Place(file, 0), "this is not YAML 1.2: " + e.getMessage() + ".", "");
    }
    return Optional.empty();
  }

  private static String sentence(MarkedYamlEngineException e) {
    String context = e.getContext() == null ? "" : e.getContext() + ", ";
    return "this is not YAML: " + context + e.getProblem() + ".";
  }

  private Optional<YamlValue> document() {
    events.next(); // the stream starts
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      problems.error("empty-file", new Place(file, 0), "the file is empty.", "");
      return Optional.empty();
    }
    YamlValue value = value(events.next(), 0);
    events.next(); // the document ends
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      error("several-documents", next, "the file holds a second document; expected one.");
      skipTheRest();
    }
    return Optional.of(value);
  }

  private void skipTheRest() {
    while (events.hasNext()) {
      events.next();
    }
  }

  private YamlValue value(Event event, int depth) {
    if (depth > DEEPEST) {
      throw new YamlEngineException("values lie more than " + DEEPEST + " deep");
    }
    if (event.getEventId() == Event.ID.Alias) {
      error("alias", event, "aliases (*name) are not read; write the value out.");
      return new YamlScalar(place(event), "", YamlScalar.Type.STRING);
    }
    refuseAnchor((NodeEvent) event);
    if (event instanceof MappingStartEvent start) {
      refuseTag(start, start.getTag());
      return map(start, depth);
    }
    if (event instanceof SequenceStartEvent start) {
      refuseTag(start, start.getTag());
      return list(start, depth);
    }
    ScalarEvent scalar = (ScalarEvent) event;
    refuseTag(scalar, scalar.getTag().filter(tag -> !tag.equals(Tag.STR.getValue())));
    return scalar(scalar);
  }

  private void refuseAnchor(NodeEvent event) {
    event
        .getAnchor()
        .ifPresent(
            anchor -> error("anchor", event, "anchors (&" + anchor + ") are not read; remove it."));
  }

  private void refuseTag(Event event, Optional<String> tag) {
    tag.ifPresent(name -> error("tag", event, "tags (" + name + ") are not read; remove it."));
  }

  private YamlScalar scalar(ScalarEvent event) {
    boolean string = !event.isPlain() || event.getTag().isPresent();
    return new YamlScalar(
        place(event), event.getValue(), string ? YamlScalar.Type.STRING : type(event.getValue()));
  }

  private static YamlScalar.Type type(String text) {
    Tag tag = RESOLVER.resolve(text, true);
    if (tag.equals(Tag.INT)) {
      return YamlScalar.Type.WHOLE_NUMBER;
    }
    if (tag.equals(Tag.FLOAT)) {
      return YamlScalar.Type.NUMBER;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlScalar.Type.BOOLEAN;
    }
    return tag.equals(Tag.NULL) ? YamlScalar.Type.EMPTY : YamlScalar.Type.STRING;
  }

  private YamlList list(Event start, int depth) {
    List<YamlValue> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(value(event, depth + 1));
      event = events.next();
    }
    return new YamlList(place(start), items);
  }

  private YamlMap map(Event start, int depth) {
    Map<String, YamlMap.Entry> entries = new LinkedHashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      YamlValue key = value(event, depth + 1);
      YamlValue value = value(events.next(), depth + 1);
      if (key instanceof YamlScalar scalar) {
        put(entries, new Text(scalar.text(), scalar.place()), value);
      } else {
        error("key", event, "a key is " + key.kind() + "; expected a name.");
      }
      event = events.next();
    }
    return new YamlMap(place(start), entries);
  }

  private void put(Map<String, YamlMap.Entry> entries, Text key, YamlValue value) {
    YamlMap.Entry first = entries.putIfAbsent(key.value(), new YamlMap.Entry(key, value));
    if (first != null) {
      problems.error(
          "duplicate-key",
          key.place(),
          "key '" + key + "' stands here again; it is in line " + first.key().place().line() + ".",
          "Keep one of them.");
    }
  }

  private void error(String code, Event event, String message) {
    problems.error(code, place(event), message, "");
  }

  private Place place(Event event) {
    return new Place(file, event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
  }
}
