"""The suite's own services: each is real, starts from nothing, and is gone afterwards."""

import subprocess
import sys

import boto3
import psycopg
import pytest
import redis
from botocore.config import Config
from botocore.exceptions import ClientError

from musicprize.supervisor.configuration import ROOT
from tests.services import ServiceMissing, broker, postgres, swift

pytestmark = [pytest.mark.services, pytest.mark.timeout(300)]


def test_a_database_is_new_and_gone_afterwards(tmp_path):
    with postgres.database(tmp_path) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE works (title text)")
        server = url.rpartition("/")[0] + "/postgres"
    with psycopg.connect(server) as connection:
        found = connection.execute("SELECT datname FROM pg_database WHERE datname = %s", [url.rpartition("/")[2]])
        assert found.fetchall() == []


def test_without_a_server_the_installed_programs_run_one(tmp_path, monkeypatch):
    if postgres.find_programs() is None:
        with pytest.raises(ServiceMissing, match="apt install postgresql"), postgres._own_server(tmp_path):
            pass
        return
    monkeypatch.setattr(postgres, "LOCAL", "postgres://postgres@127.0.0.1:1/postgres")
    monkeypatch.delenv("TEST_POSTGRES_URL", raising=False)
    with postgres.database(tmp_path / "postgres") as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url, connect_timeout=2)


def test_a_named_server_that_does_not_answer_fails(tmp_path, monkeypatch):
    monkeypatch.setenv("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:1/postgres")

    with pytest.raises(ServiceMissing, match="TEST_POSTGRES_URL does not answer"), postgres.database(tmp_path):
        pass


def test_a_redis_expires_what_it_keeps(tmp_path):
    with broker.redis_server(tmp_path) as url:
        client = redis.Redis.from_url(url)
        client.set("heartbeat", "alive", ex=45)
        assert 0 < client.ttl("heartbeat") <= 45


def test_the_object_store_takes_a_multipart_upload_and_refuses_strangers(tmp_path):
    with swift.s3_server(tmp_path / "swift") as server:
        server.create_bucket("works")
        client = boto3.client(
            "s3",
            endpoint_url=server.endpoint,
            aws_access_key_id=server.access_key,
            aws_secret_access_key=server.secret_key,
            region_name=server.region,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )
        upload = client.create_multipart_upload(Bucket="works", Key="a")["UploadId"]
        part = client.upload_part(Bucket="works", Key="a", UploadId=upload, PartNumber=1, Body=b"x" * 5_000_000)
        parts = {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}
        client.complete_multipart_upload(Bucket="works", Key="a", UploadId=upload, MultipartUpload=parts)
        assert client.head_object(Bucket="works", Key="a")["ContentLength"] == 5_000_000

        stranger = boto3.client(
            "s3",
            endpoint_url=server.endpoint,
            aws_access_key_id=server.access_key,
            aws_secret_access_key="guessed",
            region_name=server.region,
            config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
        )
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            stranger.get_object(Bucket="works", Key="a")


def test_the_command_runs_with_all_three_and_its_status_is_handed_on():
    code = (
        "import os, sys; "
        "named = all(os.environ.get(name) for name in ('DATABASE_URL', 'REDIS_URL', 'S3_ENDPOINT')); "
        "sys.exit(7 if named and 'DJANGO_SETTINGS_MODULE' not in os.environ else 8)"
    )
    done = subprocess.run([sys.executable, "-m", "tests.services", sys.executable, "-c", code], cwd=ROOT, check=False)

    assert done.returncode == 7
