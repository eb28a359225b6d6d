curl "$REFERRALS_URL/_sandbox/faults" \
  --header "Content-Type: application/json" \
  --data '{ "kind": 503, "times": 2, "retryAfter": 1, "match": { "operationId": "getReferral" } }'
