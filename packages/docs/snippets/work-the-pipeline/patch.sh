ID=$(node --print 'require("./deal.json").id')
ETAG=$(node --print 'require("./deal.json").eTag')

curl "$REFERRALS_URL/v1.0/engagements/referrals/$ID" \
  --request PATCH \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --header "If-Match: $ETAG" \
  --header "Prefer: return=representation" \
  --data '[
    { "op": "replace", "path": "/status", "value": "Closed" },
    { "op": "replace", "path": "/substatus", "value": "Lost" },
    { "op": "add", "path": "/statusReason", "value": "The budget was cut." }
  ]'
