curl "$REFERRALS_URL/_sandbox/leads" \
  --header "Content-Type: application/json" \
  --data '{
    "to": "Proseware",
    "referral": {
      "name": "Fourth Coffee: loyalty app",
      "type": "Independent",
      "qualification": "MarketingQualified",
      "customerProfile": { "name": "Fourth Coffee", "address": { "country": "US" } },
      "consent": { "consentToContact": true },
      "details": { "dealValue": 15000, "currency": "USD" }
    }
  }'
