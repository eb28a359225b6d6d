curl "$REFERRALS_URL/v2/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --header "Content-Type: application/json" \
  --data '{
    "Referral": {
      "Status": "Active",
      "CustomerProfile": { "Name": "Northwind Traders" },
      "Details": { "DealValue": 15000 }
    }
  }'
