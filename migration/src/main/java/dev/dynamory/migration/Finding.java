package dev.dynamory.migration;

/** Something to know about one document, such as why it failed or what was left behind. */
public record Finding(String id, Outcome outcome, String reason) {}
