curl "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --data '{
    "name": "Northwind Traders: demand forecasting",
    "type": "Independent",
    "customerProfile": {
      "name": "Northwind Traders",
      "address": { "city": "Redmond", "state": "WA", "country": "US" }
    },
    "consent": { "consentToContact": true },
    "details": {
      "dealValue": 42000,
      "currency": "USD",
      "closingDateTime": "2026-12-18T00:00:00Z",
      "requirements": { "solutions": [{ "id": "MachineLearning", "type": "Category" }] }
    }
  }'
