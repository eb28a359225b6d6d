npx @partner-referrals/mock proxy https://api.partner.microsoft.com --har traffic.har
