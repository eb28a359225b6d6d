npx @partner-referrals/mock proxy https://api.partner.microsoft.com --errors
