resource "aws_dynamodb_table" "dynamory_sessions" {
  name                        = "dynamory-sessions"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "session_id"
  range_key                   = "seq"
  deletion_protection_enabled = true

  attribute {
    name = "session_id"
    type = "S"
  }

  attribute {
    name = "seq"
    type = "N"
  }

  attribute {
    name = "ls"
    type = "S"
  }

  attribute {
    name = "la"
    type = "N"
  }

  attribute {
    name = "user_id"
    type = "S"
  }

  global_secondary_index {
    name               = "listing"
    hash_key           = "ls"
    range_key          = "la"
    projection_type    = "INCLUDE"
    non_key_attributes = ["exp"]
  }

  global_secondary_index {
    name            = "by-user"
    hash_key        = "user_id"
    range_key       = "la"
    projection_type = "ALL"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

output "dynamory_sessions_name" {
  value = aws_dynamodb_table.dynamory_sessions.name
}

output "dynamory_sessions_arn" {
  value = aws_dynamodb_table.dynamory_sessions.arn
}
