npm install --save-dev --save-exact @partner-referrals/sandbox @partner-referrals/mock
npm pkg set scripts.test="node --test"
