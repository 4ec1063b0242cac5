package dev.dynamory.local.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An empty SQLite database that writes ahead: an acknowledged write then costs one sync of the disk
 * instead of four. SQLite keeps to what the file says; DynamoDB Local does not choose.
 *
 * @see <a href="https://sqlite.org/fileformat2.html">the database file format</a>
 */
final class NewDatabase {
  private static final short PAGE_SIZE = 4096;
  private static final byte WRITE_AHEAD = 2;
  private static final byte TABLE_LEAF = 13;

  private NewDatabase() {}

  /** Leaves a file that is there as it is. */
  static void createAt(Path file) throws IOException {
    if (Files.exists(file)) {
      return;
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.write(unfinished, onePage().array());
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static ByteBuffer onePage() {
    var page = ByteBuffer.allocate(PAGE_SIZE);
    page.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
    page.putShort(PAGE_SIZE);
    page.put(WRITE_AHEAD).put(WRITE_AHEAD); // to write, to read
    page.put((byte) 0); // bytes reserved a page
    page.put((byte) 64).put((byte) 32).put((byte) 32); // payload fractions, fixed
    page.putInt(1); // changes
    page.putInt(1); // pages
    page.position(92).putInt(1); // the change at which the next was true
    page.putInt(3_008_007); // written by SQLite 3.8.7
    page.put(TABLE_LEAF).putShort((short) 0).putShort((short) 0); // no free block, no cell
    page.putShort(PAGE_SIZE); // where the cells start
    return page;
  }
}
