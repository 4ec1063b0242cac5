package dev.dynamory.local;

import java.nio.file.Path;

/**
 * A program that writes notes into a folder until it is killed, and says which are acknowledged.
 */
final class Writer {
  private Writer() {}

  @SuppressWarnings("InfiniteLoopStatement")
  public static void main(String[] arguments) {
    var engine = LocalDynamoDb.on(Path.of(arguments[0]));
    System.out.println(engine.process().pid());
    var notes = Notes.createdIn(engine);
    for (int i = 0; ; i++) {
      notes.put("note-" + i, "text " + i);
      System.out.println("note-" + i);
    }
  }
}
