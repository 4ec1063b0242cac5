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
 * The DynamoDB table dynamory-namespaces.
 */
public class DynamoryNamespacesTable extends Construct {
  private final TableV2 table;

  public DynamoryNamespacesTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-namespaces")
            .partitionKey(Attribute.builder().name("id").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .globalSecondaryIndexes(
                List.of(
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("parent_id-index")
                        .partitionKey(Attribute.builder().name("parent_id").type(AttributeType.STRING).build())
                        .projectionType(ProjectionType.ALL)
                        .build()))
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
