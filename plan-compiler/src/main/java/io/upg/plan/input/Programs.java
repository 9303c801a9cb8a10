package io.upg.plan.input;

/** Tells by its first bytes what a host can execute. */
public final class Programs {
  /** How many bytes of a file are enough. */
  public static final int HEAD = 4;

  private Programs() {}

  /** Whether it begins with {@code #!} or is an ELF binary. */
  public static boolean isProgram(byte[] head) {
    boolean script = head.length >= 2 && head[0] == '#' && head[1] == '!';
    boolean elf =
        head.length >= HEAD
            && head[0] == 0x7f
            && head[1] == 'E'
            && head[2] == 'L'
            && head[3] == 'F';
    return script || elf;
  }

  /** What is said of a script that is none. */
  public static String complaint(String file) {
    return "Script '"
        + file
        + "' starts with neither '#!' nor an ELF header, so it cannot be run. Name its interpreter"
        + " in the first line, such as #!/usr/bin/env python3.";
  }
}
