package dev.dynamory.testkit;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * The half that sees typed requests: it tells the HTTP half, in the same thread, what is sent, and
 * cuts batches.
 */
final class FaultInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<Unprocessed> UNPROCESSED =
      new ExecutionAttribute<>("DynamoryUnprocessed");

  private static final ThreadLocal<Sent> SENT = new ThreadLocal<>();

  private final FaultRules rules;

  record Sent(String operation, SdkRequest request) {}

  FaultInterceptor(FaultRules rules) {
    this.rules = rules;
  }

  /** What this thread is about to send. */
  static Sent sent() {
    return SENT.get();
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    var request = context.request();
    var call = new Call(rules.calls() + 1, operation(attributes), Requests.table(request), request);
    var fault = rules.take(call, true);
    if (fault.isEmpty()) {
      return request;
    }
    var unprocessed = Unprocessed.split(request, fault.get());
    attributes.putAttribute(UNPROCESSED, unprocessed);
    return unprocessed.sent();
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    SENT.set(new Sent(operation(attributes), context.request()));
  }

  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    var unprocessed = attributes.getAttribute(UNPROCESSED);
    return unprocessed == null ? context.response() : unprocessed.answer(context.response());
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
