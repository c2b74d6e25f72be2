"""What operators are told is what the code reads: every environment variable is in docs/operations.md, and no other."""

import re

from musicprize.supervisor.configuration import ROOT

READ = re.compile(r'\b(?:env|environment)\.(?:text|flag|integer|words|database|get)\(\s*"([A-Z][A-Z0-9_]+)"')
TOLD = re.compile(r"`([A-Z][A-Z0-9_]+)`")


def read_by_the_code() -> set[str]:
    sources = [path for app in ("musicprize", "submissions", "jury", "frontend") for path in (ROOT / app).rglob("*.py")]
    return {name for path in sources for name in READ.findall(path.read_text(encoding="utf-8"))}


def told_to_operators() -> set[str]:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.split("## Environment variables")[1].split("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first_cells for name in TOLD.findall(cell)}


def test_every_variable_that_is_read_is_told_and_no_other():
    assert told_to_operators() == read_by_the_code()


def test_every_variable_of_the_compose_file_is_in_the_example():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    wanted = set(re.findall(r"(?<!\$)\$\{([A-Z][A-Z0-9_]+)", compose))

    assert wanted == set(re.findall(r"^([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))


def test_every_variable_of_the_example_is_explained():
    """As its first line says."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    told = {
        name
        for line in (ROOT / "docs" / "operations.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
        for name in TOLD.findall(line.split("|")[1])
    }

    assert set(re.findall(r"^([A-Z][A-Z0-9_]+)=", example, re.MULTILINE)) <= told


def test_every_setting_of_the_object_store_can_be_set_through_compose():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")

    passed_on = set(re.findall(r"^ +(S3_[A-Z_]+): \$\{\1", compose, re.MULTILINE))

    assert {name for name in read_by_the_code() if name.startswith("S3_")} <= passed_on


def test_nginx_starts_again_with_whatever_it_looks_up_only_once():
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8").split("\n  nginx:\n")[1]
    template = (ROOT / "docs" / "deploy" / "nginx.conf.template").read_text(encoding="utf-8")

    looked_up = set(re.findall(r"^ +(?:server |proxy_pass http://)([a-z]+):\d+;", template, re.MULTILINE))

    assert looked_up == {"web", "garage"}
    assert looked_up == set(
        re.findall(r"^ +(\w+): \{condition: service_healthy, restart: true\}", compose, re.MULTILINE)
    )


def test_lock_files_name_no_index():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--(index-url|extra-index-url|find-links|trusted-host)", text), path.name
        pins = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert pins, path.name
        assert all(line.endswith("\\") and "==" in line for line in pins), f"{path.name}: a pin without hashes"


def test_every_requirement_that_is_asked_for_is_locked():
    for source in (ROOT / "requirements").glob("*.in"):
        lock = source.with_suffix(".txt").read_text(encoding="utf-8")
        locked = {line.split("==")[0] for line in lock.splitlines() if "==" in line}
        for line in source.read_text(encoding="utf-8").splitlines():
            name = re.match(r"[A-Za-z0-9-]+", line)
            if name and not line.startswith("-"):
                assert name[0].lower() in locked, f"{source.name}: {name[0]} is not locked, run make lock"
