package dev.dynamory;

/** What must hold for a write to be carried out. */
public sealed interface WriteCondition {

  /** Nothing: the last writer wins. */
  record Any() implements WriteCondition {
    @Override
    public String toString() {
      return "any version";
    }
  }

  /** Nothing is there; an expired item is not there. */
  record Absent() implements WriteCondition {
    @Override
    public String toString() {
      return "nothing there";
    }
  }

  /** Exactly this version is there. */
  record Version(long version) implements WriteCondition {
    /** Versions are positive. */
    public Version {
      if (version < 1) {
        throw new InvalidInputException(
            "version", "must be positive, or 0 for absent, but is " + version);
      }
    }

    @Override
    public String toString() {
      return "version " + version;
    }
  }

  /** Nothing must hold. */
  static WriteCondition any() {
    return new Any();
  }

  /** Nothing may be there. */
  static WriteCondition absent() {
    return new Absent();
  }

  /** This version must be there; 0 stands for {@link #absent()}. */
  static WriteCondition version(long version) {
    return version == 0 ? new Absent() : new Version(version);
  }
}
