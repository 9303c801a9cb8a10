package io.upg.agent.artifact;

import java.nio.charset.StandardCharsets;

/** Names of other origin as names of files. */
public final class FileNames {
  private FileNames() {}

  /** Different names stay different; none leads out of its folder or is hidden. */
  public static String safe(String name) {
    StringBuilder safe = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_~@+".indexOf(c) >= 0);
      boolean dot = c == '.' && safe.length() > 0;
      if (plain || dot) {
        safe.append(c);
      } else {
        safe.append('%').append(String.format("%02x", (int) c));
      }
    }
    return safe.toString();
  }
}
