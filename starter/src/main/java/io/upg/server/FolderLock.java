package io.upg.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps a second process away from a folder; the system gives it back when this one dies. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws FolderInUse if another process has it
   */
  static FolderLock take(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
    if (!lock(channel)) {
      channel.close();
      throw new FolderInUse(file.getParent(), Files.readString(file).strip());
    }
    channel.truncate(0);
    channel.write(UTF_8.encode(ProcessHandle.current().pid() + "\n"));
    return new FolderLock(channel);
  }

  private static boolean lock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.allocate(0));
    channel.close();
  }

  /** Somebody else runs the folder. */
  static final class FolderInUse extends RuntimeException {
    FolderInUse(Path folder, String pid) {
      super(
          "Folder %s is in use by process %s. Use another --dir, or stop that one: kill %s"
              .formatted(folder, pid, pid));
    }
  }
}
