package io.upg.agent.builtin;

import java.io.IOException;

/**
 * {@code package.install {file, …}}: a tar.gz, an rpm or a deb of the release, as its name says.
 * Installs of one host take turns.
 */
final class PackageInstall implements Builtin {
  @Override
  public String name() {
    return "package.install";
  }

  @Override
  public boolean takesTurns() {
    return true;
  }

  @Override
  public String run(BuiltinContext context) throws ActionFailed, IOException, InterruptedException {
    String file = file(context);
    if (file.endsWith(".rpm")) {
      return new SystemPackage(context, new Rpm(context)).run();
    }
    if (file.endsWith(".deb")) {
      return new SystemPackage(context, new Dpkg(context)).run();
    }
    return ArchiveInstall.run(context);
  }

  @Override
  public String rollback(BuiltinContext context)
      throws ActionFailed, IOException, InterruptedException {
    String file = file(context);
    if (file.endsWith(".rpm")) {
      return new SystemPackage(context, new Rpm(context)).rollback();
    }
    if (file.endsWith(".deb")) {
      return new SystemPackage(context, new Dpkg(context)).rollback();
    }
    return ArchiveInstall.rollback(context);
  }

  private static String file(BuiltinContext context) throws ActionFailed {
    Object file = context.params().get("file");
    return file == null ? "" : file.toString();
  }
}
