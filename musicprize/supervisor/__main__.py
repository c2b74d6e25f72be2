"""`python -m musicprize.supervisor …`: what the Makefile, containers and service units call."""

import argparse
import os
import sys
from collections.abc import Mapping

from musicprize.supervisor import catalogues, configuration, guardian, platform_state, running, services
from musicprize.supervisor.configuration import ROOT, Configuration
from musicprize.supervisor.listening import HealthProbe
from musicprize.supervisor.problems import CannotRun


def main(arguments: list[str] | None = None) -> int:
    """Exit status 0 when the command did its work, 1 with one sentence on stderr when it could not."""
    options = _parser().parse_args(arguments)
    try:
        return _dispatch(options)
    except (CannotRun, catalogues.CatalogueProblem) as problem:
        print(problem, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m musicprize.supervisor", description="Runs the platform.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="prepare, then run Redis, web, workers and beat as one (DATA, PORT, DEMO …)")
    run.add_argument("--with-parent", action="store_true", help="stop when whoever started this command has ended")
    commands.add_parser("prepare", help="catalogues, migrations, static files, demo edition when DEMO_DATA=1")
    commands.add_parser("catalogues", help="compile the translation catalogues that changed")
    commands.add_parser("healthy", help="exit status 0 when /healthz on PORT answers 200 (container health checks)")
    for name in services.SERVICES:
        commands.add_parser(name, help=f"run the {name} process alone, in the foreground (containers, service units)")
    manage = commands.add_parser("manage", help="manage.py with the secret key and the broker of the platform in DATA")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


def _dispatch(options: argparse.Namespace) -> int:
    if options.command == "catalogues":
        print(f"{catalogues.compile_changed()} catalogues compiled")
        return 0
    settings = configuration.read()
    if options.command == "healthy":
        return _healthy(settings)
    if options.command == "run":
        guardian.stay_behind(follow_parent=options.with_parent)
        return running.run(settings)
    environment = _environment(settings)
    if options.command == "prepare":
        return _prepare(settings, environment)
    if options.command == "manage":
        return _become([sys.executable, "manage.py", *options.arguments], environment)
    bind = f"{settings.host}:{settings.port}"
    for folder in (settings.log_dir, settings.data / "beat"):
        folder.mkdir(parents=True, exist_ok=True)
    return _become(
        services.command(options.command, bind=bind, data=settings.data, environment=environment), environment
    )


def _healthy(settings: Configuration) -> int:
    probe = HealthProbe(settings.port, settings.base_url or f"http://localhost:{settings.port}", settings.host)
    if probe.ask():
        return 0
    print(probe.explain())
    return 1


def _environment(settings: Configuration) -> dict[str, str]:
    """The environment of a single process: as in the platform that runs on the same folder, if one does."""
    running_here = platform_state.read(settings.run_dir)
    redis_url = settings.redis_url or (running_here.redis_url if running_here else "")
    key = configuration.secret_key(settings.data)
    return configuration.child_environment(settings, port=settings.port, redis_url=redis_url, secret_key=key)


def _prepare(settings: Configuration, environment: Mapping[str, str]) -> int:
    os.environ.update(environment)
    from musicprize.supervisor import preparation  # reads Django's settings, which read the environment

    preparation.prepare(data=settings.data, demo_data=settings.demo_data, say=lambda text: print(text, flush=True))
    return 0


def _become(command: list[str], environment: Mapping[str, str]) -> int:
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execve(command[0], command, dict(environment))


if __name__ == "__main__":
    sys.exit(main())
