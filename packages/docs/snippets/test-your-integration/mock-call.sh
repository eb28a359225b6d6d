curl --get http://127.0.0.1:4010/v1.0/engagements/referrals \
  --header "Authorization: Bearer any" \
  --header "Prefer: example=page"
