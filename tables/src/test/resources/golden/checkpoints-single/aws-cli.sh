aws dynamodb create-table \
  --table-name=dynamory-checkpoints-single \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=thread_id,AttributeType=S \
  --key-schema AttributeName=thread_id,KeyType=HASH

aws dynamodb wait table-exists \
  --table-name=dynamory-checkpoints-single

aws dynamodb update-time-to-live \
  --table-name=dynamory-checkpoints-single \
  --time-to-live-specification Enabled=true,AttributeName=ttl
