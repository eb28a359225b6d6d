mkdir deals && cd deals
npm init --yes
npm pkg set type=module
npm install @partner-referrals/client @partner-referrals/types
