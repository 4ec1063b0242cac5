aws dynamodb create-table \
  --table-name=dynamory-sessions-single \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=session_id,AttributeType=S \
  --key-schema AttributeName=session_id,KeyType=HASH

aws dynamodb wait table-exists \
  --table-name=dynamory-sessions-single

aws dynamodb update-time-to-live \
  --table-name=dynamory-sessions-single \
  --time-to-live-specification Enabled=true,AttributeName=ttl
