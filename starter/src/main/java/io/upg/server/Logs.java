package io.upg.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Where the log of a process goes that stays. Commands that end keep what logback.xml says. */
final class Logs {
  private static final String FILE = "upg.log";

  private Logs() {}

  /** From now on transitions go to a file in the folder; stderr keeps warnings only. */
  static void toFile(Path folder) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSS,UTC}Z %-5level %logger{0} %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setName(FILE);
    file.setFile(folder.resolve(FILE).toString());
    file.setEncoder(encoder);
    file.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.iteratorForAppenders().forEachRemaining(Logs::warningsOnly);
    root.addAppender(file);
    transitions();
  }

  private static void warningsOnly(Appender<ILoggingEvent> appender) {
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel(Level.WARN.toString());
    filter.start();
    appender.addFilter(filter);
  }

  /** From now on one line a transition is logged. */
  static void transitions() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.upg").setLevel(Level.INFO);
  }
}
