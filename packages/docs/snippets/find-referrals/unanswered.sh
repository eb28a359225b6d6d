curl --get "$REFERRALS_URL/v1.0/engagements/referrals" \
  --header "Authorization: Bearer $TOKEN" \
  --data-urlencode "\$filter=direction eq 'Incoming' and substatus eq 'Pending'" \
  --data-urlencode "\$orderby=createdDateTime desc" \
  --data-urlencode "\$top=10"
