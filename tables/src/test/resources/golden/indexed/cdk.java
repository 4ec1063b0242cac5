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
 * The DynamoDB table events.v2_1.
 */
public class EventsV21Table extends Construct {
  private final TableV2 table;

  public EventsV21Table(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("events.v2_1")
            .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
            .sortKey(Attribute.builder().name("seq").type(AttributeType.NUMBER).build())
            .billing(Billing.onDemand())
            .globalSecondaryIndexes(
                List.of(
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("by-owner")
                        .partitionKey(Attribute.builder().name("owner").type(AttributeType.STRING).build())
                        .sortKey(Attribute.builder().name("seq").type(AttributeType.NUMBER).build())
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(List.of("title", "exp"))
                        .build(),
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("by-digest")
                        .partitionKey(Attribute.builder().name("digest").type(AttributeType.BINARY).build())
                        .projectionType(ProjectionType.KEYS_ONLY)
                        .build(),
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("newest")
                        .partitionKey(Attribute.builder().name("owner").type(AttributeType.STRING).build())
                        .sortKey(Attribute.builder().name("at").type(AttributeType.NUMBER).build())
                        .projectionType(ProjectionType.ALL)
                        .build()))
            .timeToLiveAttribute("exp")
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
