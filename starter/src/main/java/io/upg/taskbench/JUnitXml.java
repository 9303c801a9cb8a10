package io.upg.taskbench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The reports as JUnit XML: a suite a task, a case a check. What CI systems show. */
public final class JUnitXml {
  private final XMLStreamWriter xml;

  private JUnitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  public static void write(List<TaskReport> reports, Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newInstance().createXMLStreamWriter(writer);
      new JUnitXml(xml).document(reports);
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private void document(List<TaskReport> reports) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    for (TaskReport report : reports) {
      suite(report);
    }
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void suite(TaskReport report) throws XMLStreamException {
    xml.writeStartElement("testsuite");
    attribute("name", report.title());
    attribute("tests", Integer.toString(report.results().size()));
    attribute("failures", count(report, CheckResult.Verdict.BROKEN));
    attribute("errors", "0");
    attribute("skipped", count(report, CheckResult.Verdict.SKIPPED));
    Duration time =
        report.results().stream().map(CheckResult::time).reduce(Duration.ZERO, Duration::plus);
    attribute("time", seconds(time));
    for (CheckResult result : report.results()) {
      testCase(report, result);
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(clean(report.output()));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private void testCase(TaskReport report, CheckResult result) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", report.component() + "." + report.action());
    attribute("name", result.check());
    attribute("time", seconds(result.time()));
    switch (result.verdict()) {
      case OK -> {}
      case SKIPPED -> {
        xml.writeEmptyElement("skipped");
        attribute("message", result.message());
      }
      case BROKEN -> {
        xml.writeStartElement("failure");
        attribute("message", result.message());
        for (Difference difference : result.differences()) {
          xml.writeCharacters(clean(difference + "\n"));
        }
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, clean(value));
  }

  private static String count(TaskReport report, CheckResult.Verdict verdict) {
    return Long.toString(report.results().stream().filter(r -> r.verdict() == verdict).count());
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }

  /** What a script writes may hold what XML cannot. */
  private static String clean(String text) {
    return text.replaceAll(
        "[^\\x09\\x0A\\x0D\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
  }
}
