package io.upg.plan.hosts;

import io.upg.plan.Suggest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A set of hosts as people write it: {@code role=compute & !(zone=az1 | cn-[0001-0009])}.
 *
 * <p>The operands are {@code all}, {@code role=NAME}, {@code zone=NAME} (short for {@code
 * label.zone=}), {@code label.NAME=VALUE}, a host, a {@linkplain HostRange range}, or
 * {@code @FILE}: one host or range a line, {@code #} starts a comment. {@code !} binds tighter than
 * {@code &}, that tighter than {@code |}.
 */
public final class HostSet {
  static final String ZONE = "zone";

  /** For places where no file can be read: every {@code @FILE} is an error. */
  public static final Function<String, Optional<String>> NO_FILES = path -> Optional.empty();

  /**
   * What a host set says of a directory.
   *
   * @param hosts in natural order
   * @param unknown one sentence for every name that no host bears, with a suggestion
   */
  public record Match(List<String> hosts, List<String> unknown) {
    public Match {
      hosts = List.copyOf(hosts);
      unknown = List.copyOf(unknown);
    }
  }

  private final HostExpression expression;

  private HostSet(HostExpression expression) {
    this.expression = expression;
  }

  /**
   * @param files the text of a file, by the path as written
   * @throws IllegalArgumentException with a sentence that names text, place and what was expected
   */
  public static HostSet parse(String text, Function<String, Optional<String>> files) {
    return new HostSet(new HostSetParser(text, files).parse());
  }

  /** The expression in its shortest form, files replaced by the hosts they name. */
  public String text() {
    return expression.text();
  }

  public Match match(HostDirectory directory) {
    Matching matching = new Matching(directory);
    BitSet places = matching.places(expression);
    List<String> hosts = places.stream().mapToObj(directory.names()::get).toList();
    return new Match(hosts, matching.unknown);
  }

  private static final class Matching {
    private final HostDirectory directory;
    private final List<String> unknown = new ArrayList<>();

    private Matching(HostDirectory directory) {
      this.directory = directory;
    }

    private BitSet places(HostExpression expression) {
      if (expression instanceof HostExpression.Role role) {
        return role(role);
      }
      if (expression instanceof HostExpression.Label label) {
        return label(label);
      }
      if (expression instanceof HostExpression.Names names) {
        return names(names);
      }
      BitSet places = directory.all();
      if (expression instanceof HostExpression.Not not) {
        places.andNot(places(not.inner()));
      } else if (expression instanceof HostExpression.And and) {
        and.parts().forEach(part -> places.and(places(part)));
      } else if (expression instanceof HostExpression.Or or) {
        places.clear();
        or.parts().forEach(part -> places.or(places(part)));
      }
      return places;
    }

    private BitSet role(HostExpression.Role role) {
      BitSet places = directory.withRole(role.name());
      if (places.isEmpty()) {
        say("No host has the role '" + role.name() + "'.", role.name(), directory.roles());
      }
      return places;
    }

    private BitSet label(HostExpression.Label label) {
      BitSet places = directory.withLabel(label.key(), label.value());
      if (places.isEmpty()) {
        Set<String> keys = directory.labelKeys();
        if (keys.contains(label.key())) {
          String sentence = "No host has " + label.text() + ".";
          say(sentence, label.value(), directory.labelValues(label.key()));
        } else {
          say("No host has the label '" + label.key() + "'.", label.key(), keys);
        }
      }
      return places;
    }

    private BitSet names(HostExpression.Names names) {
      BitSet places = new BitSet();
      List<String> missing = new ArrayList<>();
      for (String host : names.hosts()) {
        Integer place = directory.place(host);
        if (place == null) {
          missing.add(host);
        } else {
          places.set(place);
        }
      }
      if (!missing.isEmpty()) {
        sayMissing(names.written(), missing);
      }
      return places;
    }

    private void sayMissing(String written, List<String> missing) {
      String first = missing.get(0);
      String sentence = "There is no host '" + first + "'";
      if (missing.size() > 1) {
        sentence += ", nor " + (missing.size() - 1) + " more of '" + written + "'";
      } else if (!written.equals(first)) {
        sentence += " ('" + written + "')";
      }
      say(sentence + ".", first, directory.names());
    }

    private void say(String sentence, String typed, Collection<String> known) {
      unknown.add((sentence + " " + Suggest.hint(typed, known)).strip());
    }
  }
}
