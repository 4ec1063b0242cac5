import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.CfnGlobalTable;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.constructs.Construct;

/**
 * The DynamoDB table dynamory-store.
 * Once the table exists, run this once; it writes the row that says the table's listings are complete:
 *   dynamory --aws setup store --table=dynamory-store
 */
public class DynamoryStoreTable extends Construct {
  private final TableV2 table;

  public DynamoryStoreTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-store")
            .partitionKey(Attribute.builder().name("PK").type(AttributeType.STRING).build())
            .sortKey(Attribute.builder().name("SK").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .timeToLiveAttribute("expires_at")
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
    ((CfnGlobalTable) table.getNode().getDefaultChild())
        .addPropertyOverride(
            "VectorIndexes",
            List.of(
                Map.of(
                    "IndexName", "memory-vector-index",
                    "VectorAttribute", Map.of("AttributeName", "embedding"),
                    "Dimensions", 384,
                    "DistanceFunction", "COSINE",
                    "SearchSchema", List.of(Map.of("AttributeName", "PK", "SearchSchemaElementType", "HASH")),
                    "Projection", Map.of("ProjectionType", "ALL"))));
  }

  public TableV2 table() {
    return table;
  }
}
