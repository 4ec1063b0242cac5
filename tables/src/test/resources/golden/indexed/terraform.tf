resource "aws_dynamodb_table" "events_v2_1" {
  name                        = "events.v2_1"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "id"
  range_key                   = "seq"
  deletion_protection_enabled = true

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "seq"
    type = "N"
  }

  attribute {
    name = "owner"
    type = "S"
  }

  attribute {
    name = "digest"
    type = "B"
  }

  attribute {
    name = "at"
    type = "N"
  }

  global_secondary_index {
    name               = "by-owner"
    hash_key           = "owner"
    range_key          = "seq"
    projection_type    = "INCLUDE"
    non_key_attributes = ["title", "exp"]
  }

  global_secondary_index {
    name            = "by-digest"
    hash_key        = "digest"
    projection_type = "KEYS_ONLY"
  }

  global_secondary_index {
    name            = "newest"
    hash_key        = "owner"
    range_key       = "at"
    projection_type = "ALL"
  }

  ttl {
    attribute_name = "exp"
    enabled        = true
  }
}

output "events_v2_1_name" {
  value = aws_dynamodb_table.events_v2_1.name
}

output "events_v2_1_arn" {
  value = aws_dynamodb_table.events_v2_1.arn
}
