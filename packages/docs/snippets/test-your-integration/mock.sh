npx @partner-referrals/mock
