package io.upg.agent.process;

import java.time.Duration;

/** How a process came to its end. */
public sealed interface Ending {
  record Exited(int code) implements Ending {}

  record Signalled(int signal) implements Ending {
    /** Its name where it is a common one, else its number. */
    public String name() {
      return switch (signal) {
        case 1 -> "HUP";
        case 2 -> "INT";
        case 3 -> "QUIT";
        case 4 -> "ILL";
        case 6 -> "ABRT";
        case 7 -> "BUS";
        case 8 -> "FPE";
        case 9 -> "KILL";
        case 11 -> "SEGV";
        case 13 -> "PIPE";
        case 14 -> "ALRM";
        case 15 -> "TERM";
        case 24 -> "XCPU";
        case 25 -> "XFSZ";
        default -> Integer.toString(signal);
      };
    }
  }

  /** It took longer than it may; its whole tree was ended. */
  record TimedOut(Duration limit) implements Ending {}

  /** The agent shuts down; its whole tree was ended. */
  record Stopped() implements Ending {}

  /** It never ran. */
  record NotStarted(String why) implements Ending {}

  /** Its guard is gone and left no word: how far it came cannot be known. */
  record Lost() implements Ending {}
}
