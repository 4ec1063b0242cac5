resource "aws_dynamodb_table" "dynamory_documents" {
  name                        = "dynamory-documents"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "_id"
  deletion_protection_enabled = true

  attribute {
    name = "_id"
    type = "S"
  }
}

output "dynamory_documents_name" {
  value = aws_dynamodb_table.dynamory_documents.name
}

output "dynamory_documents_arn" {
  value = aws_dynamodb_table.dynamory_documents.arn
}
