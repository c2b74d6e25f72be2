"""A real object store with an S3 API for tests: OpenStack Swift, one node, one replica, loopback only, no root needed.

Swift and what it needs live in an environment of their own (.venv-swift), locked in requirements/swift.txt.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import boto3
from botocore.config import Config

from musicprize.supervisor.configuration import ROOT
from tests.services import ServiceMissing, processes

VENV = ROOT / ".venv-swift"
LOCK = ROOT / "requirements" / "swift.txt"
ACCESS_KEY, SECRET_KEY, REGION = "prize:tests", "only-for-tests-on-loopback", "us-east-1"
STORAGE_SERVERS = ("account", "container", "object")
START_SECONDS = 60

STORAGE = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
user = {account}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
disable_fallocate = true
log_level = WARNING
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""

PROXY = """\
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 1
user = {account}
swift_dir = {folder}
cors_allow_origin = {origins}
cors_expose_headers = etag, content-range, x-amz-checksum-sha256
log_level = WARNING
log_address = {folder}/no-syslog
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth copy slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true
[filter:tempauth]
use = egg:swift#tempauth
user_{user} = {secret} .admin
[filter:s3api]
use = egg:swift#s3api
location = {region}
cors_preflight_allow_origin = {origins}
max_upload_part_num = 10000
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{unused}
"""
PLAIN_FILTERS = ("catch_errors", "gatekeeper", "healthcheck", "listing_formats", "bulk", "copy", "slo", "dlo")

CLUSTER = """\
[swift-hash]
swift_hash_path_suffix = tests
swift_hash_path_prefix = tests
[storage-policy:0]
name = default
default = yes
"""


@dataclass(frozen=True)
class S3Server:
    """How to reach it; path-style addresses only."""

    endpoint: str
    access_key: str = ACCESS_KEY
    secret_key: str = SECRET_KEY
    region: str = REGION

    def settings(self, bucket: str) -> dict[str, str]:
        """The platform's environment for this store."""
        return {
            "STORAGE": "s3",
            "S3_ENDPOINT": self.endpoint,
            "S3_BUCKET": bucket,
            "S3_ACCESS_KEY": self.access_key,
            "S3_SECRET_KEY": self.secret_key,
            "S3_REGION": self.region,
        }

    def create_bucket(self, bucket: str) -> None:
        """Create an empty bucket by signature version 4."""
        style = Config(signature_version="s3v4", s3={"addressing_style": "path"})
        client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            region_name=self.region,
            config=style,
        )
        client.create_bucket(Bucket=bucket)


@contextlib.contextmanager
def s3_server(folder: Path, *, origins: Sequence[str] = ("*",)) -> Iterator[S3Server]:
    """A fresh object store in `folder` (a file system with extended attributes), allowed to pages of `origins`."""
    install()
    folder.mkdir(parents=True, exist_ok=True)
    ports = dict(zip((*STORAGE_SERVERS, "proxy", "unused"), processes.free_ports(5), strict=True))
    _configure(folder, ports, ",".join(origins))
    server = S3Server(f"http://127.0.0.1:{ports['proxy']}")
    with contextlib.ExitStack() as stack:
        for kind in (*STORAGE_SERVERS, "proxy"):
            command = [str(VENV / "bin" / f"swift-{kind}-server"), str(folder / f"{kind}.conf")]
            log = folder / f"{kind}.log"
            process = stack.enter_context(processes.running(command, log=log))
        processes.wait(
            lambda: _answers(f"{server.endpoint}/healthcheck"),
            what="Swift",
            log=log,
            seconds=START_SECONDS,
            process=process,
        )
        yield server


def install() -> None:
    """Make .venv-swift from its lock file unless it was made from exactly this one."""
    VENV.mkdir(exist_ok=True)
    stamp, digest = VENV / "stamp", hashlib.sha256(LOCK.read_bytes()).hexdigest()
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text() == digest:
            return
        _run([sys.executable, "-m", "venv", str(VENV)])
        pip = [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "-r", str(LOCK)])
        stamp.write_text(digest)


def _configure(folder: Path, ports: dict[str, int], origins: str) -> None:
    account = pwd.getpwuid(os.getuid()).pw_name
    (folder / "devices" / "d1").mkdir(parents=True, exist_ok=True)
    (folder / "swift.conf").write_text(CLUSTER)
    for kind in STORAGE_SERVERS:
        text = STORAGE.format(kind=kind, port=ports[kind], account=account, folder=folder)
        (folder / f"{kind}.conf").write_text(text)
        builder = [str(VENV / "bin" / "swift-ring-builder"), f"{kind}.builder"]
        _run([*builder, "create", "4", "1", "0"], folder)
        _run([*builder, "add", f"r1z1-127.0.0.1:{ports[kind]}/d1", "1"], folder)
        # Status 1 is a warning about the missing second replica, which this store has none of on purpose.
        _run([*builder, "rebalance"], folder, accepted=(0, 1))
    proxy = PROXY.format(
        port=ports["proxy"],
        unused=ports["unused"],
        account=account,
        folder=folder,
        origins=origins,
        user=ACCESS_KEY.replace(":", "_"),
        secret=SECRET_KEY,
        region=REGION,
    )
    filters = "".join(f"[filter:{name}]\nuse = egg:swift#{name}\n" for name in PLAIN_FILTERS)
    (folder / "proxy.conf").write_text(proxy + filters)


def _run(command: list[str], folder: Path | None = None, accepted: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode not in accepted:
        raise ServiceMissing(f"Swift cannot be set up: {' '.join(command[:3])}: {(done.stdout + done.stderr)[-800:]}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False
