ENGAGEMENT_ID=$(node --print 'require("./own.json").engagementId')

curl "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --data @- <<JSON
{
  "engagementId": "$ENGAGEMENT_ID",
  "name": "Alpine Ski House: guest data platform",
  "type": "Shared",
  "qualification": "SalesQualified",
  "target": [{ "type": "BusinessProfileLocation", "id": "msft" }],
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
    "requirements": { "solutions": [{ "id": "SOL-48213-PRW", "type": "Name" }] }
  },
  "inviteContext": {
    "notes": "How is guest data kept apart between hotels? We would like an architect on the next call.",
    "assistanceRequestCode": "CustomerTechnicalArchitecture"
  }
}
JSON
