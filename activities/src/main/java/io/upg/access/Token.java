package io.upg.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.security.MessageDigest;

/** A secret that clients of HTTP servers show: {@code Authorization: Bearer TOKEN}. */
public final class Token {
  private static final String SCHEME = "Bearer ";

  private final String header;

  private Token(String token) {
    this.header = SCHEME + token;
  }

  /**
   * @param option the option that names the file
   * @throws AccessProblem if it cannot be read, others than owner and group can, or it holds none
   */
  public static Token read(String option, Path file) {
    String token = new String(PrivateFile.read(option, file), ISO_8859_1).strip();
    if (!token.matches("[A-Za-z0-9._~+/=-]{20,}")) {
      throw new AccessProblem(
          "%s '%s' holds no token: expected one line of 20 letters and digits at least. Make one: (umask 077; openssl rand -hex 32 > %s)"
              .formatted(option, file, file));
    }
    return new Token(token);
  }

  /** The value of {@code Authorization} that shows it. */
  public String header() {
    return header;
  }

  /**
   * Whether a request's {@code Authorization} shows it; how long that takes does not tell how much
   * of it is right.
   *
   * @param authorization null where there is none
   */
  public boolean isShownBy(String authorization) {
    return authorization != null
        && MessageDigest.isEqual(header.getBytes(ISO_8859_1), authorization.getBytes(ISO_8859_1));
  }
}
