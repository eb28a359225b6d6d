npx @partner-referrals/sandbox
