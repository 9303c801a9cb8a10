package io.upg.plan.hosts;

import io.upg.plan.Suggest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a host set: {@code !} binds tighter than {@code &}, that tighter than {@code |}. */
final class HostSetParser {
  private static final List<String> KEYS = List.of("role", HostSet.ZONE, "label.");

  private final String text;
  private final Function<String, Optional<String>> files;
  private int at;
  private int depth;

  HostSetParser(String text, Function<String, Optional<String>> files) {
    this.text = text;
    this.files = files;
  }

  HostExpression parse() {
    HostExpression expression = alternatives();
    if (at < text.length()) {
      throw wrong(at, peek() == ')' ? "')' has no '(' before it" : "'&' or '|' was expected");
    }
    return expression;
  }

  private HostExpression alternatives() {
    List<HostExpression> parts = new ArrayList<>(List.of(conjunction()));
    while (take('|')) {
      parts.add(conjunction());
    }
    return parts.size() == 1 ? parts.get(0) : new HostExpression.Or(parts);
  }

  private HostExpression conjunction() {
    List<HostExpression> parts = new ArrayList<>(List.of(negation()));
    while (take('&')) {
      parts.add(negation());
    }
    return parts.size() == 1 ? parts.get(0) : new HostExpression.And(parts);
  }

  private HostExpression negation() {
    if (++depth > 100) {
      throw wrong(at, "it is nested more than 100 deep");
    }
    HostExpression expression = take('!') ? new HostExpression.Not(negation()) : operand();
    depth--;
    skipBlanks();
    return expression;
  }

  private HostExpression operand() {
    int start = at;
    if (take('(')) {
      HostExpression inner = alternatives();
      if (!take(')')) {
        throw wrong(start, "'(' is never closed");
      }
      return inner;
    }
    while (at < text.length() && !sign(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      String found = at == text.length() ? "the end" : "'" + peek() + "'";
      throw wrong(
          at,
          "a host, a range, role=, zone=, label.NAME=, @file or all was expected, found " + found);
    }
    return atom(text.substring(start, at), start);
  }

  private HostExpression atom(String word, int start) {
    if (word.equals("all")) {
      return new HostExpression.All();
    }
    if (word.startsWith("@")) {
      return list(word, start);
    }
    int equals = word.indexOf('=');
    return equals >= 0
        ? property(word.substring(0, equals), word.substring(equals + 1), start)
        : new HostExpression.Names(word, hosts(word, start));
  }

  private HostExpression property(String key, String value, int start) {
    if (value.isEmpty()) {
      throw wrong(start, "'" + key + "=' has no value");
    }
    if (key.equals("role")) {
      return new HostExpression.Role(value);
    }
    if (key.equals(HostSet.ZONE)) {
      return new HostExpression.Label(key, value);
    }
    if (key.startsWith("label.") && key.length() > "label.".length()) {
      return new HostExpression.Label(key.substring("label.".length()), value);
    }
    String hint = Suggest.hint(key, KEYS);
    throw wrong(start, "'" + key + "=' is not known; role=, zone= and label.NAME= are. " + hint);
  }

  private HostExpression list(String word, int start) {
    String path = word.substring(1);
    String lines =
        files.apply(path).orElseThrow(() -> wrong(start, "there is no file '" + path + "'"));
    List<String> hosts = new ArrayList<>();
    lines
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .forEach(line -> hosts.addAll(hosts(line, start)));
    return new HostExpression.Names(word, hosts);
  }

  private List<String> hosts(String word, int start) {
    String outside = word.replaceAll("\\[[^\\]]*]", "");
    if (outside.indexOf(',') >= 0) {
      throw wrong(start, "'" + word + "' holds a comma; join hosts with '|'");
    }
    if (!outside.matches("[A-Za-z0-9.\\[\\]-]*")) {
      throw wrong(start, "'" + word + "' is no host: letters, digits, '-' and '.' are expected");
    }
    try {
      return HostRange.expand(word);
    } catch (IllegalArgumentException e) {
      throw wrong(start, e.getMessage());
    }
  }

  private boolean take(char sign) {
    skipBlanks();
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      skipBlanks();
      return true;
    }
    return false;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    return text.charAt(at);
  }

  private static boolean sign(char c) {
    return "&|!()".indexOf(c) >= 0 || Character.isWhitespace(c);
  }

  private IllegalArgumentException wrong(int position, String what) {
    String sentence = what.strip();
    String end = sentence.endsWith(".") || sentence.endsWith("?") ? "" : ".";
    return new IllegalArgumentException(
        "Host set '" + text + "', character " + (position + 1) + ": " + sentence + end);
  }
}
