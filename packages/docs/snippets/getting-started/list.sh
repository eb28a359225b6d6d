curl --get "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --data-urlencode "\$filter=status eq 'Active'" \
  --data-urlencode "\$select=id,name,status,substatus"
