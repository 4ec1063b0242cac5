package dev.dynamory;

/** How many active documents a namespace has, and how many chunks they have together. */
public record DocumentCount(long documents, long chunks) {}
