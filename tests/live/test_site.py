"""The site of deploy/nginx.conf, in front of the product with a certificate of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request

import pytest

from tests.live.instance import ROOT, Instance, answers, free_port
from tests.live.person import Person

BOUNDARY = "a-boundary-of-our-own"


@pytest.fixture
def site(instance: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The site of deploy/nginx.conf with ports and a certificate of this test."""
    # script/test unpacks the program alone, for the package would start a service.
    places = f"{os.environ['PATH']}:/usr/sbin:{ROOT / '.venv/nginx/usr/sbin'}"
    nginx = shutil.which("nginx", path=places)
    assert nginx, "run script/test once, or apt-get install --no-install-recommends nginx"
    _certify(tmp_path)
    plain, encrypted = free_port(), free_port()
    (tmp_path / "nginx.conf").write_text(_around(tmp_path, plain, encrypted, instance.port))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "site.pem"))
    process = subprocess.Popen([nginx, "-e", "stderr", "-p", tmp_path, "-c", "nginx.conf"])
    yield f"https://localhost:{encrypted}"
    process.terminate()
    process.wait(timeout=20)


def _certify(folder: Path) -> None:
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    about = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    files = ["-keyout", folder / "site.key", "-out", folder / "site.pem"]
    subprocess.run([*command, *about, *files], check=True, capture_output=True)


def _around(folder: Path, plain: int, encrypted: int, product: int) -> str:
    """Return a whole configuration around the site, with ports and paths of this test."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "listen [::]" not in line]
    site = "\n".join(lines)
    for before, after in {
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{encrypted} ",
        "oa.example.edu.cn": "localhost",
        "/etc/tracker/tls": str(folder),
        "127.0.0.1:8000": f"127.0.0.1:{product}",
    }.items():
        assert before in site
        site = site.replace(before, after)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    return (
        f"{user}\ndaemon off;\npid {folder}/pid;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}{site}\n}}\n"
    )


@pytest.mark.timeout(240)
def test_the_site_passes_scans_on_and_tells_who_came(instance: Instance, site: str) -> None:
    instance.environment["TRUSTED_PROXIES"] = "1"
    instance.start_web()
    instance.wait(lambda: answers(site))
    instance.url = site
    clerk = Person(instance, "clerk")

    # More than a form may hold, and a visitor that claims to be another.
    status = send_scan(clerk, b"%PDF-1.7\n" + bytes(20_000_000))

    assert status == 201
    query = "SELECT address FROM event WHERE action = 'file.keep' ORDER BY id DESC LIMIT 1"
    assert instance.rows(query) == [("127.0.0.1",)]


def send_scan(person: Person, content: bytes) -> int:
    body = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\nscan\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="scan.pdf"\r\n\r\n'
    ).encode()
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Accept": "application/json",
        "X-CSRFToken": person.token,
        "Referer": f"{person.url}/",
        "X-Forwarded-For": "203.0.113.9",
    }
    data = body + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    request = Request(f"{person.url}/files/", data=data, headers=headers)
    with person.opener.open(request, timeout=60) as answer:
        return int(answer.status)


def test_the_site_says_that_the_product_is_away(instance: Instance, site: str) -> None:
    def sentence() -> str:
        with pytest.raises(HTTPError) as raised:
            Person(instance, "clerk")
        found: str = raised.value.read().decode()
        return found

    instance.wait(lambda: _listens(site))
    instance.url = site

    assert "系统正在启动或维护" in sentence()


def _listens(url: str) -> bool:
    host, _, port = url.removeprefix("https://").partition(":")
    return subprocess.run(["bash", "-c", f"true < /dev/tcp/{host}/{port}"]).returncode == 0
