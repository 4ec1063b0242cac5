resource "aws_dynamodb_table" "dynamory_checkpoints" {
  name                        = "dynamory-checkpoints"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "thread_id"
  range_key                   = "sk"
  deletion_protection_enabled = true

  attribute {
    name = "thread_id"
    type = "S"
  }

  attribute {
    name = "sk"
    type = "S"
  }

  attribute {
    name = "ls"
    type = "S"
  }

  attribute {
    name = "la"
    type = "N"
  }

  global_secondary_index {
    name               = "listing"
    hash_key           = "ls"
    range_key          = "la"
    projection_type    = "INCLUDE"
    non_key_attributes = ["exp"]
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

output "dynamory_checkpoints_name" {
  value = aws_dynamodb_table.dynamory_checkpoints.name
}

output "dynamory_checkpoints_arn" {
  value = aws_dynamodb_table.dynamory_checkpoints.arn
}
