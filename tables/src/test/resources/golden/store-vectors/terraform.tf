# Once the table exists, run this once; it writes the row that says the table's listings are complete:
#   dynamory --aws setup store --table=dynamory-store
# The AWS provider has no vector indexes yet. Once the table exists, this adds it:
#   aws dynamodb update-table --table-name=dynamory-store --attribute-definitions AttributeName=PK,AttributeType=S --vector-index-updates '[{"Create":{"IndexName":"memory-vector-index","VectorAttribute":{"AttributeName":"embedding"},"Dimensions":384,"DistanceFunction":"COSINE","SearchSchema":[{"AttributeName":"PK","SearchSchemaElementType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]'
resource "aws_dynamodb_table" "dynamory_store" {
  name                        = "dynamory-store"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "PK"
  range_key                   = "SK"
  deletion_protection_enabled = true

  attribute {
    name = "PK"
    type = "S"
  }

  attribute {
    name = "SK"
    type = "S"
  }

  ttl {
    attribute_name = "expires_at"
    enabled        = true
  }
}

output "dynamory_store_name" {
  value = aws_dynamodb_table.dynamory_store.name
}

output "dynamory_store_arn" {
  value = aws_dynamodb_table.dynamory_store.arn
}
