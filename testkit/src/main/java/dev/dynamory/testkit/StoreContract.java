package dev.dynamory.testkit;

/**
 * What every store promises; no implementation may leave a part out. Optional abilities are
 * contracts of their own: {@link TimeToLiveContract}, {@link LargeValuesContract}, {@link
 * ConcurrencyContract}, {@link ModelContract}.
 */
public interface StoreContract
    extends ItemContract,
        NameContract,
        WriteConditionContract,
        SearchContract,
        FilterContract,
        PagingContract,
        NamespaceListingContract,
        BatchContract,
        TransactionContract,
        BadInputContract {}
