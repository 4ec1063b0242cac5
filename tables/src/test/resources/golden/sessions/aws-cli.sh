aws dynamodb create-table \
  --table-name=dynamory-sessions \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=session_id,AttributeType=S AttributeName=seq,AttributeType=N AttributeName=ls,AttributeType=S AttributeName=la,AttributeType=N AttributeName=user_id,AttributeType=S \
  --key-schema AttributeName=session_id,KeyType=HASH AttributeName=seq,KeyType=RANGE \
  --global-secondary-indexes '[{"IndexName":"listing","KeySchema":[{"AttributeName":"ls","KeyType":"HASH"},{"AttributeName":"la","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["exp"]}},{"IndexName":"by-user","KeySchema":[{"AttributeName":"user_id","KeyType":"HASH"},{"AttributeName":"la","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]'

aws dynamodb wait table-exists \
  --table-name=dynamory-sessions

aws dynamodb update-time-to-live \
  --table-name=dynamory-sessions \
  --time-to-live-specification Enabled=true,AttributeName=ttl
