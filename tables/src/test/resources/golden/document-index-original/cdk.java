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
 * The DynamoDB table dynamory-document-index.
 */
public class DynamoryDocumentIndexTable extends Construct {
  private final TableV2 table;

  public DynamoryDocumentIndexTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-document-index")
            .partitionKey(Attribute.builder().name("PK").type(AttributeType.STRING).build())
            .sortKey(Attribute.builder().name("SK").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .globalSecondaryIndexes(
                List.of(
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("GSI1")
                        .partitionKey(Attribute.builder().name("GSI1PK").type(AttributeType.STRING).build())
                        .sortKey(Attribute.builder().name("GSI1SK").type(AttributeType.STRING).build())
                        .projectionType(ProjectionType.ALL)
                        .build(),
                    GlobalSecondaryIndexPropsV2.builder()
                        .indexName("GSI2")
                        .partitionKey(Attribute.builder().name("GSI2PK").type(AttributeType.STRING).build())
                        .sortKey(Attribute.builder().name("GSI2SK").type(AttributeType.STRING).build())
                        .projectionType(ProjectionType.ALL)
                        .build()))
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
