"""check_storage on the local store: it tries, says what is enforced, and notices what is not."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from musicprize.objectstore import probing_local, tokens
from musicprize.objectstore.local import LocalStore


def test_probe_of_the_local_store_holds_and_leaves_nothing(local: LocalStore) -> None:
    findings = probing_local.probe(local)
    assert len(findings) == 7
    assert [one.name for one in findings if not one.held] == []
    assert list(local.list_keys()) == []
    assert list(local.list_multiparts()) == []


def test_check_storage_prints_each_finding(local: LocalStore, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_storage")
    told = capsys.readouterr().out
    assert "refuses corrupt bytes: yes [bad_digest]" in told
    assert "refuses an expired address: yes [url_expired]" in told


def test_check_storage_notices_what_is_not_enforced(
    local: LocalStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = tokens._read

    def for_ever(salt: str, token: str, at: Any) -> dict[str, Any]:
        return real(salt, token, at.replace(year=2000))

    monkeypatch.setattr(tokens, "_read", for_ever)
    with pytest.raises(CommandError, match="must not be used"):
        call_command("check_storage")
    assert "refuses an expired address: NO [taken]" in capsys.readouterr().out


def test_check_storage_on_a_full_disk_says_so(local: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musicprize.objectstore.local.RESERVE", 10**18)
    with pytest.raises(CommandError, match="cannot be used"):
        call_command("check_storage")
