"""Authorities made for a test, each with a certificate that it signed: for whoever holds the three files of one."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """The files by which one is known, and knows whoever the same authority signed."""

    ca: Path
    certificate: Path
    key: Path


def certify(folder, name):
    """An authority of the name and what it signed, in PEM files of the folder."""
    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    files = Certified(
        ca=folder / f"{name}-ca.pem", certificate=folder / f"{name}-cert.pem", key=folder / f"{name}-key.pem"
    )
    signed = _sign(f"{name} authority", authority, f"{name} authority", authority, is_authority=True)
    files.ca.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    signed = _sign(name, own, f"{name} authority", authority, is_authority=False)
    files.certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    files.key.write_bytes(own.private_bytes(serialization.Encoding.PEM, *plain))
    return files


def _sign(name, key, authority, authority_key, *, is_authority):
    named, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, authority))
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    return made.sign(authority_key, hashes.SHA256())
