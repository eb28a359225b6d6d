export REFERRALS_URL=http://127.0.0.1:4020
export TOKEN=Proseware:admin
