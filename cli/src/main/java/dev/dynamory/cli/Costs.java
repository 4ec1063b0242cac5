package dev.dynamory.cli;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsResponse;

/** Counts calls and the capacity units that the engine says they took. */
final class Costs implements ExecutionInterceptor {
  private static final String ASK = "ReturnConsumedCapacity";
  private static final String ANSWER = "ConsumedCapacity";

  private final LongAdder calls = new LongAdder();
  private final DoubleAdder readUnits = new DoubleAdder();
  private final DoubleAdder writeUnits = new DoubleAdder();
  private final DoubleAdder searchedBytes = new DoubleAdder();

  /** What was spent between two moments. */
  record Spent(long calls, double readUnits, double writeUnits) {
    Spent since(Spent before) {
      return new Spent(
          calls - before.calls, readUnits - before.readUnits, writeUnits - before.writeUnits);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d call%s, %s read and %s write units",
          calls,
          calls == 1 ? "" : "s",
          units(readUnits),
          units(writeUnits));
    }

    private static String units(double units) {
      return String.format(Locale.ROOT, units == Math.rint(units) ? "%,.0f" : "%,.1f", units);
    }
  }

  Spent spent() {
    return new Spent(calls.sum(), readUnits.sum(), writeUnits.sum());
  }

  /** Counts what another process has spent. */
  void add(Spent spent) {
    calls.add(spent.calls());
    readUnits.add(spent.readUnits());
    writeUnits.add(spent.writeUnits());
  }

  /** The bytes that searches of vector indexes are billed by, all together. */
  double searchedBytes() {
    return searchedBytes.sum();
  }

  /** Every request that can be asked for its cost is asked: they all have a field of this name. */
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    var request = context.request();
    for (var field : request.sdkFields()) {
      if (field.memberName().equals(ASK)) {
        var asking = request.toBuilder();
        field.set(asking, ReturnConsumedCapacity.TOTAL.toString());
        return asking.build();
      }
    }
    return request;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    calls.increment();
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    var request = context.request();
    if (context.response() instanceof SearchVectorsResponse searched) {
      var capacity = searched.consumedCapacity();
      searchedBytes.add(capacity == null ? 0 : capacity.vectorSearchRequestBytes());
      return;
    }
    var units = consumed(context.response());
    if (request instanceof GetItemRequest
        || request instanceof BatchGetItemRequest
        || request instanceof QueryRequest
        || request instanceof ScanRequest) {
      readUnits.add(units);
    } else {
      writeUnits.add(units);
    }
  }

  private static double consumed(SdkResponse response) {
    var units = 0.0;
    for (var field : response.sdkFields()) {
      if (field.memberName().equals(ANSWER)) {
        var answer = field.getValueOrDefault(response);
        for (var one :
            answer instanceof List<?> several ? several : Collections.singletonList(answer)) {
          units +=
              one instanceof ConsumedCapacity c && c.capacityUnits() != null
                  ? c.capacityUnits()
                  : 0;
        }
      }
    }
    return units;
  }
}
