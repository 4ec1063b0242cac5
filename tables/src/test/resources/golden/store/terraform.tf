# Once the table exists, run this once; it writes the row that says the table's listings are complete:
#   dynamory --aws setup store --table=dynamory-store
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
