aws dynamodb create-table \
  --table-name=dynamory-namespaces \
  --billing-mode PAY_PER_REQUEST \
  --attribute-definitions AttributeName=id,AttributeType=S AttributeName=parent_id,AttributeType=S \
  --key-schema AttributeName=id,KeyType=HASH \
  --global-secondary-indexes '[{"IndexName":"parent_id-index","KeySchema":[{"AttributeName":"parent_id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}]'

aws dynamodb wait table-exists \
  --table-name=dynamory-namespaces
