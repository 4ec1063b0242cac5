package dev.dynamory.local.engine.vectors;

import java.util.List;

/** A request that is answered with an error. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String SERVICE = "com.amazonaws.dynamodb.v20120810#";

  private final transient Reply reply;

  private Refusal(Reply reply, String message) {
    super(message, null, false, false);
    this.reply = reply;
  }

  /** What the engine itself answered. */
  static Refusal relayed(Reply reply) {
    return new Refusal(reply, "relayed");
  }

  static Refusal validation(String message) {
    return of("com.amazon.coral.validate#ValidationException", message);
  }

  /** With the words most of DynamoDB's validation starts with. */
  static Refusal invalid(String message) {
    return validation("One or more parameter values were invalid: " + message);
  }

  /** Faults of a request's shape, all of them. */
  static Refusal malformed(List<String> faults) {
    return validation(
        faults.size()
            + (faults.size() == 1
                ? " validation error detected: "
                : " validation errors detected: ")
            + String.join("; ", faults));
  }

  static Refusal serialization(String message) {
    return of("com.amazon.coral.service#SerializationException", message);
  }

  static Refusal notFound() {
    return of(SERVICE + "ResourceNotFoundException", "Requested resource not found");
  }

  static Refusal limitExceeded(String message) {
    return of(SERVICE + "LimitExceededException", "Subscriber limit exceeded: " + message);
  }

  static Refusal inUse(String message) {
    return of(
        SERVICE + "ResourceInUseException",
        "Attempt to change a resource which is still in use: " + message);
  }

  /** One text a part of the transaction; empty for a part that nothing is wrong with. */
  static Refusal transaction(List<String> messages) {
    var reasons = Json.array();
    for (String message : messages) {
      var reason = reasons.addObject().put("Code", message.isEmpty() ? "None" : "ValidationError");
      if (!message.isEmpty()) {
        reason.put("Message", message);
      }
    }
    String codes =
        String.join(
            ", ", messages.stream().map(m -> m.isEmpty() ? "None" : "ValidationError").toList());
    String message =
        "Transaction cancelled, please refer cancellation reasons for specific reasons ["
            + codes
            + "]";
    var body = Json.object().put("__type", SERVICE + "TransactionCanceledException");
    body.put("Message", message);
    body.set("CancellationReasons", reasons);
    return new Refusal(Reply.of(400, body), message);
  }

  Reply reply() {
    return reply;
  }

  private static Refusal of(String type, String message) {
    return new Refusal(
        Reply.of(400, Json.object().put("__type", type).put("message", message)), message);
  }
}
