import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.constructs.Construct;

/**
 * The DynamoDB table dynamory-checkpoints-single.
 */
public class DynamoryCheckpointsSingleTable extends Construct {
  private final TableV2 table;

  public DynamoryCheckpointsSingleTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-checkpoints-single")
            .partitionKey(Attribute.builder().name("thread_id").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .timeToLiveAttribute("ttl")
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
