import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.MaxThroughputProps;
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
            .billing(Billing.onDemand(
                MaxThroughputProps.builder()
                    .maxReadRequestUnits(1000L)
                    .maxWriteRequestUnits(200L)
                    .build()))
            .timeToLiveAttribute("expires_at")
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
