curl "$REFERRALS_URL/_sandbox/act-as" \
  --header "Content-Type: application/json" \
  --data "{ \"organization\": \"msft\", \"id\": \"$ENGAGEMENT_ID\", \"status\": \"Active\", \"substatus\": \"Accepted\" }"
