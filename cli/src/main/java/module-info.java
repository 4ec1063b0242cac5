/** The {@code dynamory} command. */
module dev.dynamory.cli {
  requires static org.jspecify;
  requires dev.dynamory;
  requires dev.dynamory.dynamodb;
  requires dev.dynamory.local;
  requires dev.dynamory.migration;
  requires dev.dynamory.tables;
  requires com.fasterxml.jackson.core;
  requires info.picocli;
  requires me.tongfei.progressbar;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.services.dynamodb;

  uses dev.dynamory.Embedder;

  opens dev.dynamory.cli to
      info.picocli;
}
