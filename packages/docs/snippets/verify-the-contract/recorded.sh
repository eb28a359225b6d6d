npx @partner-referrals/verify traffic.har --format html --out report.html
