resource "aws_dynamodb_table" "dynamory_sessions_single" {
  name                        = "dynamory-sessions-single"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "session_id"
  deletion_protection_enabled = true

  attribute {
    name = "session_id"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

output "dynamory_sessions_single_name" {
  value = aws_dynamodb_table.dynamory_sessions_single.name
}

output "dynamory_sessions_single_arn" {
  value = aws_dynamodb_table.dynamory_sessions_single.arn
}
