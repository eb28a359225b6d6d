DEVICE_CODE=$(node --print 'require("./device-code.json").device_code')

curl "https://login.microsoftonline.com/$TENANT_ID/oauth2/v2.0/token" \
  --data-urlencode "grant_type=urn:ietf:params:oauth:grant-type:device_code" \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "device_code=$DEVICE_CODE" \
  --output tokens.json

export TOKEN=$(node --print 'require("./tokens.json").access_token')
node --print 'require("./tokens.json").refresh_token' > refresh-token
chmod 600 refresh-token && rm tokens.json device-code.json
