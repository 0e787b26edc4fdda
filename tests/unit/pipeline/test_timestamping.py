"""A time-stamp is asked for with a hash alone, kept with what it is of, and believed where its service gave it."""

import datetime as dt
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.errors import InputError, SetupError
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import Limits
from marsad.pipeline.network.stamping import ask_stamp, open_guard
from marsad.pipeline.releasing import sign_files, write_folder, write_zip
from marsad.pipeline.settings import Settings
from marsad.pipeline.timestamping import ask_for, keep_answer, look_at_answer, message_of
from marsad.pipeline.verify_release import check_release

pytest.importorskip("rfc3161_client", reason="time-stamps are an extra: marsad[timestamp]")
if not shutil.which("openssl"):
    pytest.skip("no openssl here to be the time-stamp service", allow_module_level=True)

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

KEY = SigningKey(bytes(range(32)))
PUBLIC = bytes(KEY.verify_key).hex()
TOLD = b'{"form": "marsad-release-1", "day": "2024-12-04", "head": {"hash": "%s", "day": "2024-12-03"}}' % (b"0" * 64)
CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
accuracy = secs:1
ess_cert_id_chain = no
crypto_device = builtin
"""


class Service:
    """A time-stamp service of one authority, with a certificate for a service and the root that vouches for it."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder, self.asked = folder, []
        root_key, root = self._certify("root", None)
        self._certify("service", (root_key, root))
        (folder / "serial").write_text("01")
        (folder / "config").write_text(CONFIG.format(folder=folder))

    def _certify(self, name, issuer):
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} of {self.folder.name}")])
        now = dt.datetime.now(dt.UTC)
        made = x509.CertificateBuilder().subject_name(subject).public_key(key.public_key())
        made = made.issuer_name(issuer[1].subject if issuer else subject).serial_number(x509.random_serial_number())
        made = made.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=9))
        made = made.add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        if issuer:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            made = made.add_extension(usage, critical=True)
        certificate = made.sign(issuer[0] if issuer else key, hashes.SHA256())
        pem = serialization.Encoding.PEM
        (self.folder / f"{name}.pem").write_bytes(certificate.public_bytes(pem))
        private = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        (self.folder / f"{name}.key").write_bytes(key.private_bytes(pem, *private))
        return key, certificate

    @property
    def root(self):
        return self.folder / "root.pem"

    def answer(self, request):
        self.asked.append(request)
        (self.folder / "q.tsq").write_bytes(request)
        held = ["-signer", "service.pem", "-inkey", "service.key"]
        command = ["openssl", "ts", "-reply", "-queryfile", "q.tsq", *held, "-config", "config", "-out", "a.tsr"]
        subprocess.run(command, cwd=self.folder, check=True, capture_output=True)
        return (self.folder / "a.tsr").read_bytes()


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    return Service(tmp_path_factory.mktemp("tsa") / "other")


@pytest.fixture(params=["out.zip", "out"])
def release(request, tmp_path):
    place = tmp_path / request.param
    write = write_zip if place.suffix else write_folder
    write(sign_files({"release.json": TOLD, "data/a.csv": b"a\n"}, KEY), place)
    return place


def said(path, tsa=None):
    report = check_release(path, PUBLIC, tsa)
    return [one.what for one in report.findings], report.notes


def test_a_release_is_stamped_by_hand_and_verified_with_the_root(release, service, other):
    answer = service.answer(ask_for(message_of(release)))
    time = look_at_answer(answer, message_of(release), service.root.read_bytes())
    assert time[:13] == dt.datetime.now(dt.UTC).isoformat()[:13]
    keep_answer(release, answer)
    assert said(release)[0] == []
    assert said(release, service.root) == ([], (f"time-stamped {time}",))
    (found,) = said(release, other.root)[0]
    assert "no time-stamp of these words by that service" in found
    with pytest.raises(InputError, match="has a time-stamp already"):
        keep_answer(release, answer)


def test_one_of_other_words_or_altered_is_refused(release, service):
    message = message_of(release)
    theirs = service.answer(ask_for(b"other words"))
    with pytest.raises(InputError, match="of other words"):
        look_at_answer(theirs, message)
    with pytest.raises(InputError, match="no answer"):
        look_at_answer(b"<html>", message)
    with pytest.raises(InputError, match="not in the strict form"):
        look_at_answer(service.answer(ask_for(message))[:-9], message)
    keep_answer(release, theirs)
    assert said(release)[0] == ["a time-stamp of other words than this manifest"]
    assert len(said(release, service.root)[0]) == 1


def test_a_byte_altered_in_the_answer_is_found_with_the_root(release, service):
    answer = service.answer(ask_for(message_of(release)))
    for at in range(40, len(answer), len(answer) // 9):
        with pytest.raises(InputError):
            look_at_answer(answer[:at] + bytes([answer[at] ^ 1]) + answer[at + 1 :], message_of(release),
                           service.root.read_bytes())  # fmt: skip


def test_where_one_is_asked_for_there_must_be_one(release, service):
    assert said(release, service.root)[0] == ["there is no time-stamp, and one was asked for"]


def test_a_saved_head_is_stamped_beside_it_by_command_and_looked_at_later(tmp_path, service, other):
    head, asked, came = (str(tmp_path / name) for name in ("head.json", "head.tsq", "came.tsr"))
    Path(head).write_bytes(b'{"seq": 7}')

    def call(*more):
        return CliRunner().invoke(app, ["timestamp", head, *more])

    assert call().exit_code == 2  # there is none yet
    assert call("--request", asked).exit_code == 0
    Path(came).write_bytes(service.answer(Path(asked).read_bytes()))
    assert call("--answer", came, "--request", asked).exit_code == 2
    done = call("--answer", came)
    assert (done.exit_code, done.stdout.split()[1]) == (0, f"{head}.tsr"), done.stderr
    assert call("--tsa-cert", str(service.root)).stdout.split() == [done.stdout.split()[0], head]
    assert call("--tsa-cert", str(other.root)).exit_code == 2
    assert call("--answer", came).exit_code == 2  # it has one


def test_openssl_reads_what_is_kept(tmp_path, service):
    head = tmp_path / "head.json"
    head.write_bytes(b'{"seq": 7}')
    kept = keep_answer(head, service.answer(ask_for(message_of(head))))
    assert kept == tmp_path / "head.json.tsr"
    command = ["openssl", "ts", "-verify", "-data", str(head), "-in", str(kept), "-CAfile", str(service.root)]
    assert subprocess.run(command, capture_output=True, text=True, check=False).returncode == 0


@pytest.fixture
def address(service):
    """The service on loopback; `/no` answers something else."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            request = self.rfile.read(int(self.headers["Content-Length"]))
            is_asked = self.path == "/" and self.headers["Content-Type"] == "application/timestamp-query"
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply" if is_asked else "text/html")
            self.end_headers()
            self.wfile.write(service.answer(request) if is_asked else b"<html>")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_over_the_network_the_service_is_told_a_hash_alone(release, service, address):
    port = int(address.rsplit(":", 1)[1])
    settings = Settings(network=True, network_ports=(port,))
    message = message_of(release)

    def ask(path):
        guard = Guard(Limits(ports=(port,)), trusted=frozenset({"127.0.0.1"}))
        return ask_stamp(address + path, ask_for(message), settings, guard)

    answer = ask("/")
    assert look_at_answer(answer, message, service.root.read_bytes())
    assert service.asked[-1] == ask_for(message)
    assert len(service.asked[-1]) < 80
    with pytest.raises(InputError, match="answers 200 text/html; expected a time-stamp"):
        ask("/no")
    with pytest.raises(InputError, match="no address of the open web"):
        ask_stamp(address, b"x", settings, open_guard(settings))


def test_the_network_is_off_until_it_is_switched_on():
    with pytest.raises(SetupError, match="the network is off"):
        open_guard(Settings())
