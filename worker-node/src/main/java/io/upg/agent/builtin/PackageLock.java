package io.upg.agent.builtin;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The lock on a host's package database, while others hold it. */
final class PackageLock {
  private static final long PAUSE_MILLIS = 200;
  private static final int SHOWN = 120;

  private final List<Path> locks;
  private final Duration limit;
  private final Consumer<String> say;
  private final long end;
  private boolean told;

  /**
   * @param limit for all waits together, from now on
   */
  PackageLock(List<Path> locks, Duration limit, Consumer<String> say) {
    this.locks = List.copyOf(locks);
    this.limit = limit;
    this.say = say;
    this.end = System.nanoTime() + limit.toNanos();
  }

  /**
   * Waits until nobody holds it.
   *
   * @throws ActionFailed if somebody still does when the limit has passed, naming him
   */
  void await() throws ActionFailed, IOException, InterruptedException {
    for (Path lock : locks) {
      while (held(lock)) {
        String who = "the package database (%s) is locked by %s".formatted(lock, holder(lock));
        if (System.nanoTime() >= end) {
          throw new ActionFailed(
              "%s; waited %s: let it end, or end it, then run again".formatted(who, text(limit)));
        }
        if (!told) {
          say.accept("waits, up to %s: %s".formatted(text(limit), who));
          told = true;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Waits a moment after somebody was faster all the same; false if the limit has passed. */
  boolean mayTryAgain() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    return System.nanoTime() < end;
  }

  /** Asked as package managers take it: a record lock. */
  private static boolean held(Path lock) throws IOException {
    if (!Files.exists(lock)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock mine = channel.tryLock()) {
      return mine == null;
    }
  }

  private static String holder(Path lock) throws IOException {
    String file =
        device((Long) Files.getAttribute(lock, "unix:dev")) + Files.getAttribute(lock, "unix:ino");
    for (String line : Files.readAllLines(Path.of("/proc/locks"))) {
      String[] fields = line.trim().split("\\s+");
      if (fields.length > 5 && fields[5].equals(file)) {
        return "process %s (%s)".formatted(fields[4], commandLine(fields[4]));
      }
    }
    return "a process that /proc/locks does not name";
  }

  /** As /proc/locks writes it: hexadecimal. */
  private static String device(long number) {
    long major = (number >> 8) & 0xfff;
    long minor = (number & 0xff) | ((number >> 12) & 0xfff00);
    return "%02x:%02x:".formatted(major, minor);
  }

  private static String commandLine(String pid) {
    try {
      byte[] words = Files.readAllBytes(Path.of("/proc", pid, "cmdline"));
      String line = new String(words, StandardCharsets.UTF_8).replace('\0', ' ').strip();
      return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    } catch (IOException gone) {
      return "gone";
    }
  }

  private static String text(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(java.util.Locale.ROOT);
  }
}
