export SANDBOX_ROOT="$(curl "$REFERRALS_URL/_sandbox/webhooks/root.pem")"
export WEBHOOK_URL=http://127.0.0.1:8080/events
