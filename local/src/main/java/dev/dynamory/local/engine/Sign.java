package dev.dynamory.local.engine;

/** The first word on the engine's standard output; a port follows {@link #READY}. */
public enum Sign {
  READY,
  FOLDER_TAKEN,
  PORT_TAKEN,
  /** Said by nobody: the engine ended without a word. */
  FAILED
}
