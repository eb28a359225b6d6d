curl --get "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --data-urlencode "\$orderby=createdDateTime" \
  --data-urlencode "\$select=id,name" \
  --output page.json

NEXT_LINK=$(node --print 'require("./page.json")["@odata.nextLink"] ?? ""')
if [ -n "$NEXT_LINK" ]; then
  curl "$NEXT_LINK" --header "Authorization: Bearer $TOKEN" --output next-page.json
fi
