aws dynamodb create-table \
  --table-name=events.v2_1 \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=id,AttributeType=S AttributeName=seq,AttributeType=N AttributeName=owner,AttributeType=S AttributeName=digest,AttributeType=B AttributeName=at,AttributeType=N \
  --key-schema AttributeName=id,KeyType=HASH AttributeName=seq,KeyType=RANGE \
  --global-secondary-indexes '[{"IndexName":"by-owner","KeySchema":[{"AttributeName":"owner","KeyType":"HASH"},{"AttributeName":"seq","KeyType":"RANGE"}],"Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["title","exp"]}},{"IndexName":"by-digest","KeySchema":[{"AttributeName":"digest","KeyType":"HASH"}],"Projection":{"ProjectionType":"KEYS_ONLY"}},{"IndexName":"newest","KeySchema":[{"AttributeName":"owner","KeyType":"HASH"},{"AttributeName":"at","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}]'

aws dynamodb wait table-exists \
  --table-name=events.v2_1

aws dynamodb update-time-to-live \
  --table-name=events.v2_1 \
  --time-to-live-specification Enabled=true,AttributeName=exp
