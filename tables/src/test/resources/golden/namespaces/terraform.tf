resource "aws_dynamodb_table" "dynamory_namespaces" {
  name                        = "dynamory-namespaces"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "parent_id"
    type = "S"
  }

  global_secondary_index {
    name            = "parent_id-index"
    hash_key        = "parent_id"
    projection_type = "ALL"
  }
}

output "dynamory_namespaces_name" {
  value = aws_dynamodb_table.dynamory_namespaces.name
}

output "dynamory_namespaces_arn" {
  value = aws_dynamodb_table.dynamory_namespaces.arn
}
