aws dynamodb create-table \
  --table-name=dynamory-checkpoints \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=thread_id,AttributeType=S AttributeName=sk,AttributeType=S AttributeName=ls,AttributeType=S AttributeName=la,AttributeType=N \
  --key-schema AttributeName=thread_id,KeyType=HASH AttributeName=sk,KeyType=RANGE \
  --global-secondary-indexes '[{"IndexName":"listing","KeySchema":[{"AttributeName":"ls","KeyType":"HASH"},{"AttributeName":"la","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["exp"]}}]'

aws dynamodb wait table-exists \
  --table-name=dynamory-checkpoints

aws dynamodb update-time-to-live \
  --table-name=dynamory-checkpoints \
  --time-to-live-specification Enabled=true,AttributeName=ttl
