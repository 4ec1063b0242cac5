resource "aws_dynamodb_table" "dynamory_checkpoints_single" {
  name                        = "dynamory-checkpoints-single"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "thread_id"
  deletion_protection_enabled = true

  attribute {
    name = "thread_id"
    type = "S"
  }

  ttl {
    attribute_name = "ttl"
    enabled        = true
  }
}

output "dynamory_checkpoints_single_name" {
  value = aws_dynamodb_table.dynamory_checkpoints_single.name
}

output "dynamory_checkpoints_single_arn" {
  value = aws_dynamodb_table.dynamory_checkpoints_single.arn
}
