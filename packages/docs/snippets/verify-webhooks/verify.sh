# Chain and dates: the certificate leads to a root that you trust.
openssl verify -CAfile root.pem certificate.pem
# Subject: it was issued to Microsoft Corporation.
openssl x509 -in certificate.pem -noout -subject -nameopt multiline | grep "organizationName *= Microsoft Corporation$"
# Signature: its key signed these bytes.
openssl x509 -in certificate.pem -noout -pubkey > key.pem
openssl base64 -d -A -in signature.txt -out signature.bin
openssl dgst -sha256 -verify key.pem -signature signature.bin body.txt
