curl "https://login.microsoftonline.com/$TENANT_ID/oauth2/v2.0/devicecode" \
  --data-urlencode "client_id=$CLIENT_ID" \
  --data-urlencode "scope=https://api.partner.microsoft.com/.default offline_access" \
  --output device-code.json

node --print 'require("./device-code.json").message'
