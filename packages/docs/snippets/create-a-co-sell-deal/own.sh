curl "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --output own.json \
  --data '{
    "name": "Alpine Ski House: guest data platform",
    "externalReferenceId": "CRM-20533",
    "type": "Shared",
    "qualification": "SalesQualified",
    "target": [{ "type": "SolutionProfile", "id": "SOL-48213-PRW" }],
    "customerProfile": {
      "name": "Alpine Ski House",
      "address": { "city": "Davos", "country": "CH" },
      "team": [{ "firstName": "IT", "lastName": "Operations", "email": "it@alpineskihouse.example" }]
    },
    "consent": {
      "consentToToShareInfoWithOthers": true,
      "consentToContact": true,
      "consentToShareReferralWithMicrosoftSellers": true
    },
    "details": {
      "notes": "Wants one view of its guests across hotels, lifts and shops.",
      "dealValue": 180000,
      "currency": "CHF",
      "closingDateTime": "2026-09-30T00:00:00Z",
      "requirements": {
        "industries": [{ "id": "Hospitality" }],
        "solutions": [{ "id": "SOL-48213-PRW", "type": "Name" }]
      }
    },
    "team": [{ "firstName": "Co-sell", "lastName": "Desk", "email": "sales@proseware.example" }]
  }'
