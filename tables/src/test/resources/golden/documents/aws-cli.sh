aws dynamodb create-table \
  --table-name=dynamory-documents \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=_id,AttributeType=S \
  --key-schema AttributeName=_id,KeyType=HASH

aws dynamodb wait table-exists \
  --table-name=dynamory-documents
