curl "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --output deal.json \
  --data '{
    "name": "Fourth Coffee: daily sales report",
    "type": "Independent",
    "customerProfile": { "name": "Fourth Coffee", "address": { "country": "US" } },
    "consent": { "consentToContact": true },
    "details": { "dealValue": 9000, "currency": "USD" }
  }'
