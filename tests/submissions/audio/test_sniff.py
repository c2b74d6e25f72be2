"""What is let through to a decoder, and what is named instead."""

from pathlib import Path

import pytest

from submissions.audio.report import Refusal
from submissions.audio.sniff import Sniffed, adts_frame_length, id3_length, mpeg_frame_length, sniff

NOT_SOUND = {
    b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n": "playlist",
    b"\xef\xbb\xbf#EXTM3U\n": "playlist",
    b"ffconcat version 1.0\nfile /etc/passwd\n": "playlist",
    b"[playlist]\nFile1=http://example.org/\n": "playlist",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\nm=audio 5004 RTP/AVP 0\r\n": "playlist",
    b'<?xml version="1.0"?><MPD><Period/></MPD>': "web_page",
    b"  \n<!DOCTYPE html><title>song</title>": "web_page",
    b"<HTML><body>": "web_page",
    b"PK\x03\x04rest of an archive": "archive",
    b"Rar!\x1a\x07\x00": "archive",
    b"\x7fELF\x02\x01\x01": "program",
    b"MZ\x90\x00": "program",
    b"#!/bin/sh\nid\n": "program",
    b"%PDF-1.7": "document",
    b"\x89PNG\r\n\x1a\n": "picture",
    b"\xff\xd8\xff\xe0\x00\x10JFIF": "picture",
    b"MThd\x00\x00\x00\x06": "midi",
    b"just some words, again and again\n" * 20: "text",
    bytes(5000): "unknown",
    b"\x00\x01\x02\x03" * 500: "unknown",
    b"RIFF\x00\x00\x00\x00AVI LIST": "unknown",
    b"\xff\xfb\x90\x00" + b"\x01not a second frame\x02" * 60: "unknown",
}


@pytest.mark.parametrize("content", NOT_SOUND)
def test_sniff_what_is_not_sound_names_its_kind(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.wav"
    path.write_bytes(content)
    assert sniff(path) == Refusal("not_audio", {"kind": NOT_SOUND[content]})


@pytest.mark.parametrize("content", [c for c in NOT_SOUND if NOT_SOUND[c] == "playlist"])
def test_sniff_playlist_behind_an_id3_tag_is_still_a_playlist(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"ID3\x04\x00\x00\x00\x00\x00\x20" + bytes(32) + content)
    assert sniff(path) == Refusal("not_audio", {"kind": "playlist"})


def test_sniff_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert sniff(tmp_path / "empty") == Refusal("empty_file")


def test_sniff_tag_longer_than_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    path.write_bytes(b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + b"x" * 100)
    assert sniff(path) == Refusal("not_audio", {"kind": "unknown"})


def test_sniff_two_mpeg_frames_in_a_row_are_mp3(tmp_path: Path) -> None:
    frame = b"\xff\xfb\x90\x00" + bytes(413)  # 128 kbit/s at 44.1 kHz: 417 bytes
    path = tmp_path / "song"
    path.write_bytes(bytes(100) + frame * 3)
    assert sniff(path) == Sniffed("mp3", "mp3", 100)


@pytest.mark.parametrize(
    ("header", "length"),
    [
        (b"\xff\xfb\x90\x00", 417),
        (b"\xff\xfb\x92\x00", 418),
        (b"\xff\xf3\x80\x00", 208),
        (b"\xff\xe3\x80\x00", 417),
        (b"\xff\xfb\xf0\x00", 0),
        (b"\xff\xfb\x9c\x00", 0),
        (b"\xff\xff\x90\x00", 0),
        (b"\xff\xeb\x90\x00", 0),
        (b"\xff\xfb", 0),
    ],
)
def test_mpeg_frame_length_by_the_standard(header: bytes, length: int) -> None:
    assert mpeg_frame_length(header) == length


def test_adts_frame_length_reads_thirteen_bits() -> None:
    assert adts_frame_length(bytes.fromhex("fff1508002fffc")) == 23
    assert adts_frame_length(bytes.fromhex("fff1508000fffc")) == 0
    assert adts_frame_length(bytes.fromhex("fffb508002fffc")) == 0


def test_id3_length_counts_header_body_and_footer() -> None:
    assert id3_length(b"ID3\x04\x00\x00\x00\x00\x02\x01") == 10 + 257
    assert id3_length(b"ID3\x04\x00\x10\x00\x00\x02\x01") == 20 + 257
    assert id3_length(b"ID3\x04\x00\x00\x00\x00\x80\x01") == 0
