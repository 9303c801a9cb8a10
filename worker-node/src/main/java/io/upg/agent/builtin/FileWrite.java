package io.upg.agent.builtin;

import io.upg.agent.artifact.ArtifactCache;
import io.upg.agent.artifact.FileTrees;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import java.util.Optional;

/**
 * {@code file.replace {file, path, mode?, owner?}} and {@code file.render {template, path, mode?,
 * owner?}}: puts a file of the release to {@code path}, in one step; a template with its references
 * filled in. Mode and owner stay those of the file that was there, unless said otherwise. The old
 * file is kept beside the task's state and comes back as it was.
 */
final class FileWrite implements Builtin {
  private static final int NEW_FILE = 0644;
  private static final int PERMISSIONS = 07777;
  private static final int OCTAL = 8;

  private final String name;
  private final String source;
  private final Content content;

  /** What is written. */
  private interface Content {
    InputStream open(BuiltinContext context, Path source)
        throws ActionFailed, IOException, InterruptedException;
  }

  /**
   * What it did.
   *
   * @param written digest of what it put there, null if it came to nothing
   */
  private record Done(KeptFiles kept, String written) {}

  private FileWrite(String name, String source, Content content) {
    this.name = name;
    this.source = source;
    this.content = content;
  }

  static FileWrite replace() {
    return new FileWrite("file.replace", "file", (context, file) -> Files.newInputStream(file));
  }

  static FileWrite render() {
    return new FileWrite("file.render", "template", FileWrite::filled);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    Params params = params(context);
    Path target = target(context, params);
    Optional<Done> earlier = context.state().read(Done.class);
    KeptFiles kept =
        earlier.isPresent()
            ? earlier.get().kept()
            : KeptFiles.take(copies(context), List.of(target));
    if (earlier.isEmpty()) {
      context.state().write(new Done(kept, null));
    }
    Files.createDirectories(target.getParent());
    Path fresh = target.resolveSibling("." + target.getFileName() + ".upg-new");
    try {
      write(context, params, target, fresh);
      if (KeptFiles.same(fresh, target)) {
        return params.text("path") + " was already so";
      }
      context.state().write(new Done(kept, ArtifactCache.digest(fresh)));
      Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return "%s written from %s".formatted(params.text("path"), params.text(source));
  }

  @Override
  public String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    Params params = params(context);
    Optional<Done> done = context.state().read(Done.class);
    if (done.isEmpty()) {
      return params.text("path") + " was not touched";
    }
    Path target = target(context, params);
    String aside = setAside(context, target, done.get());
    done.get().kept().restore();
    context.state().clear();
    FileTrees.delete(copies(context));
    return params.text("path") + " is as it was" + aside;
  }

  private Params params(BuiltinContext context) throws ActionFailed {
    return context.params(source, "path", "mode", "owner");
  }

  private static Path copies(BuiltinContext context) {
    return context.stateDir().resolve("kept");
  }

  private static Path target(BuiltinContext context, Params params)
      throws ActionFailed, IOException {
    String path = params.text("path");
    Path target = context.onHost(path);
    if (target.equals(context.root())
        || Files.exists(target, LinkOption.NOFOLLOW_LINKS)
            && !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
      String found = Files.isSymbolicLink(target) ? "a link" : "no file";
      throw new ActionFailed(
          "%s is %s; expected a regular file, or none: name the file itself"
              .formatted(path, found));
    }
    return target;
  }

  private void write(BuiltinContext context, Params params, Path target, Path fresh)
      throws ActionFailed, IOException, InterruptedException {
    Path from = context.releases().cache().file(context.release().sha256(params.text(source)));
    Files.deleteIfExists(fresh);
    boolean there = Files.exists(target);
    if (there) {
      Files.copy(target, fresh, StandardCopyOption.COPY_ATTRIBUTES);
    } else {
      Files.createFile(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    int mode = mode(params, there ? target : null);
    Files.setAttribute(fresh, "unix:mode", 0600);
    try (InputStream in = content.open(context, from);
        FileChannel channel =
            FileChannel.open(
                fresh, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      in.transferTo(Channels.newOutputStream(channel));
      channel.force(true);
    }
    giveOwner(params, fresh);
    Files.setAttribute(fresh, "unix:mode", mode);
  }

  private static InputStream filled(BuiltinContext context, Path template)
      throws ActionFailed, IOException {
    try {
      String text = context.filler().fill(Files.readString(template));
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new ActionFailed("The template is not UTF-8 text; save it as UTF-8");
    }
  }

  private static int mode(Params params, Path old) throws ActionFailed, IOException {
    Optional<String> written = params.optional("mode");
    if (written.isEmpty()) {
      return old == null ? NEW_FILE : (Integer) Files.getAttribute(old, "unix:mode") & PERMISSIONS;
    }
    if (!written.get().matches("[0-7]{3,4}")) {
      throw new ActionFailed(
          "Parameter 'mode' is '%s'; expected for example 0640".formatted(written.get()));
    }
    return Integer.parseInt(written.get(), OCTAL);
  }

  private static void giveOwner(Params params, Path fresh) throws ActionFailed, IOException {
    Optional<String> written = params.optional("owner");
    if (written.isEmpty()) {
      return;
    }
    String[] names = written.get().split(":", 2);
    UserPrincipalLookupService lookup = fresh.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
    PosixFileAttributes now = view.readAttributes();
    try {
      view.setOwner(lookup.lookupPrincipalByName(names[0]));
      view.setGroup(names.length < 2 ? now.group() : lookup.lookupPrincipalByGroupName(names[1]));
    } catch (UserPrincipalNotFoundException e) {
      throw new ActionFailed(
          "Parameter 'owner' is '%s', but this host knows no '%s'"
              .formatted(written.get(), e.getName()));
    }
  }

  /** What somebody else made of it since is not lost. */
  private static String setAside(BuiltinContext context, Path target, Done done)
      throws IOException {
    if (done.written() == null
        || !Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        || ArtifactCache.digest(target).equals(done.written())
        || done.kept().isAsKept(target)) {
      return "";
    }
    Path aside = context.stateDir().resolve("changed-by-others");
    Files.copy(
        target, aside, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    return "; it was changed after this task wrote it, and so is kept as " + aside;
  }
}
