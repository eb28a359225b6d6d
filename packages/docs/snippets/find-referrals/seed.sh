npm install --save-dev @partner-referrals/sandbox
npx partner-referrals-sandbox --seed node_modules/@partner-referrals/sandbox/seed.json
