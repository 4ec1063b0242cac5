import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.constructs.Construct;

/**
 * The DynamoDB table dynamory-documents.
 */
public class DynamoryDocumentsTable extends Construct {
  private final TableV2 table;

  public DynamoryDocumentsTable(Construct scope, String id) {
    super(scope, id);
    table =
        TableV2.Builder.create(this, "Table")
            .tableName("dynamory-documents")
            .partitionKey(Attribute.builder().name("_id").type(AttributeType.STRING).build())
            .billing(Billing.onDemand())
            .removalPolicy(RemovalPolicy.RETAIN)
            .build();
  }

  public TableV2 table() {
    return table;
  }
}
