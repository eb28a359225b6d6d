import base64
import re
import subprocess
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

CERTIFICATE_HOST = "3psostorageacct.blob.core.windows.net"


def fetch_certificate(url):
    """Downloads the certificate that X-MS-Certificate-Url names, from the documented host only."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" or parts.netloc != CERTIFICATE_HOST:
        raise ValueError(f"Certificates from {parts.netloc} are not allowed.")
    with urllib.request.urlopen(url, timeout=10) as response:
        return response.read(100_000)


def openssl(*arguments):
    result = subprocess.run(["openssl", *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        raise ValueError(result.stderr.strip() or result.stdout.strip())
    return result.stdout


def verify(authorization, certificate, body, roots):
    """Raises ValueError unless Microsoft signed the body. `certificate` and `body` are bytes, `roots` is a PEM file."""
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "signature":
        raise ValueError("The Authorization header has no signature.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in [
            ("certificate", certificate),
            ("signature", base64.b64decode(value, validate=True)),
            ("body", body),
        ]:
            (folder / file).write_bytes(content)
        pem, key = str(folder / "certificate.pem"), str(folder / "key.pem")
        # The file may be DER or PEM; with several certificates, the first one has signed.
        openssl("x509", "-in", str(folder / "certificate"), "-out", pem)
        untrusted = ["-untrusted", str(folder / "certificate")] if b"BEGIN" in certificate else []
        openssl("verify", "-CAfile", roots, *untrusted, pem)
        subject = openssl("x509", "-in", pem, "-noout", "-subject", "-nameopt", "multiline")
        if re.findall(r"organizationName += (.*)", subject) != ["Microsoft Corporation"]:
            raise ValueError("The certificate was not issued to Microsoft Corporation.")
        openssl("x509", "-in", pem, "-noout", "-pubkey", "-out", key)
        signature = str(folder / "signature")
        openssl("dgst", "-sha256", "-verify", key, "-signature", signature, str(folder / "body"))


if __name__ == "__main__":
    verify(
        "Signature " + Path("signature.txt").read_text(),
        Path("certificate.pem").read_bytes(),
        Path("body.txt").read_bytes(),
        "root.pem",
    )
    print("verified")
