import java.util.List;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.constructs.Construct;

/**
 * The DynamoDB table dynamory-checkpoints.
 */
public class DynamoryCheckpointsTable extends Construct {
  private final TableV2 table;

  public DynamoryCheckpointsTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-checkpoints")
            .partitionKey(Attribute.builder().name("thread_id").type(AttributeType.STRING).build())
            .sortKey(Attribute.builder().name("sk").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .globalSecondaryIndexes(
                List.of(
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("listing")
                        .partitionKey(Attribute.builder().name("ls").type(AttributeType.STRING).build())
                        .sortKey(Attribute.builder().name("la").type(AttributeType.NUMBER).build())
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(List.of("exp"))
                        .build()))
            .timeToLiveAttribute("ttl")
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
