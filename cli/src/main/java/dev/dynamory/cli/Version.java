package dev.dynamory.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that stands in the jar, if this runs from one. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    var version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"dynamory " + (version == null ? "(built from source)" : version)};
  }
}
