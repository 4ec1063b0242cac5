aws dynamodb create-table \
  --table-name=dynamory-store \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=PK,AttributeType=S AttributeName=SK,AttributeType=S \
  --key-schema AttributeName=PK,KeyType=HASH AttributeName=SK,KeyType=RANGE \
  --vector-indexes '[{"IndexName":"memory-vector-index","VectorAttribute":{"AttributeName":"embedding"},"Dimensions":384,"DistanceFunction":"COSINE","SearchSchema":[{"AttributeName":"PK","SearchSchemaElementType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]'

aws dynamodb wait table-exists \
  --table-name=dynamory-store

aws dynamodb update-time-to-live \
  --table-name=dynamory-store \
  --time-to-live-specification Enabled=true,AttributeName=expires_at

# Once the table exists, run this once; it writes the row that says the table's listings are complete:
#   dynamory --aws setup store --table=dynamory-store
