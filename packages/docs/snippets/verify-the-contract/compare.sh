npx @partner-referrals/verify --base-url https://api.partner.microsoft.com --token-env TOKEN --against-sandbox
