package dev.dynamory;

/**
 * One operation on a {@link Store} as a value, for its full form, for {@link Store#batch} and for
 * {@link Store#transact}.
 *
 * @param <R> what the operation gives
 */
public sealed interface Operation<R> permits Get, Search, ListNamespaces, Write {}
