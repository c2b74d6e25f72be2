"""Everything together: prepare, start in order, tell the address, watch, stop."""

import contextlib
import os
import socket
import sys

from musicprize.supervisor import broker, configuration, guardian, platform_state, services
from musicprize.supervisor.configuration import Configuration
from musicprize.supervisor.listening import HealthProbe, listen
from musicprize.supervisor.platform_state import SIGN_INS, Platform
from musicprize.supervisor.printing import Printer
from musicprize.supervisor.problems import CannotRun
from musicprize.supervisor.processes import Program
from musicprize.supervisor.supervision import StopAsked, Supervisor

READY_SECONDS = 90.0
REDIS_SECONDS = 10.0


def run(settings: Configuration) -> int:
    """Prepare and run one platform until a signal. Exit status 0 when it was asked to stop, 1 otherwise."""
    try:
        lock = platform_state.take_lock(settings.run_dir)
        listener = listen(settings.host, settings.port)
    except CannotRun as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    with lock, listener, contextlib.closing(Printer(sys.stdout, log_dir=settings.log_dir)) as printer:
        platform_state.forget(settings.run_dir)
        supervisor = Supervisor(printer)
        supervisor.listen()
        code = 0
        try:
            _start_and_watch(settings, supervisor, printer, listener)
        except StopAsked:
            printer.say("Stopping …")
        except CannotRun as problem:
            printer.say(f"\n{problem}\n")
            code = 1
        finally:
            platform_state.forget(settings.run_dir)
            supervisor.stop_all()
            guardian.sweep(grace=0.5)
        printer.say("Stopped.")
    return code


def _start_and_watch(
    settings: Configuration, supervisor: Supervisor, printer: Printer, listener: socket.socket
) -> None:
    port = int(listener.getsockname()[1])
    key = configuration.secret_key(settings.data)
    bare = configuration.child_environment(settings, port=port, redis_url=settings.redis_url, secret_key=key)
    redis_url = settings.redis_url or _start_redis(settings, supervisor, bare)
    if settings.redis_url:
        broker.check_named(settings.redis_url)
    environment = {**bare, "REDIS_URL": redis_url}
    supervisor.run_to_end(_preparation(settings, environment))
    bind = f"fd://{listener.fileno()}"
    for program in services.programs(
        bind=bind, data=settings.data, environment=environment, pass_fds=(listener.fileno(),)
    ):
        supervisor.start(program)
    probe = HealthProbe(port, environment["BASE_URL"], settings.host)
    supervisor.wait_until(probe.ask, seconds=READY_SECONDS, otherwise=probe.explain)
    sign_ins = platform_state.read_sign_ins(settings.run_dir / SIGN_INS) if settings.demo_data else ()
    platform = Platform(environment["BASE_URL"], port, settings.data, os.getpid(), redis_url, sign_ins)
    platform_state.write(settings.run_dir, platform)
    welcome(printer, platform, demo=settings.demo)
    supervisor.watch()


def _start_redis(settings: Configuration, supervisor: Supervisor, environment: dict[str, str]) -> str:
    """Start the private Redis, wait until it answers, and say its URL."""
    program, url = broker.private_redis(settings.data / "redis", environment)
    supervisor.start(program)
    supervisor.wait_until(
        lambda: broker.answers(url), seconds=REDIS_SECONDS, otherwise=lambda: "The private Redis did not start."
    )
    return url


def _preparation(settings: Configuration, environment: dict[str, str]) -> Program:
    command = [sys.executable, "-m", "musicprize.supervisor", "prepare"]
    return Program("setup", command, {**environment, "DEMO_DATA": "1" if settings.demo_data else "0"})


def welcome(printer: Printer, platform: Platform, *, demo: bool) -> None:
    """The address, and in the demo one sign-in a role and where the codes are read."""
    printer.say()
    printer.say(f"  The platform is running: {platform.base_url}")
    if platform.sign_ins:
        printer.say()
        printer.say("  Sign in as")
        width = max(len(each.role) for each in platform.sign_ins)
        for each in platform.sign_ins:
            printer.say(f"    {each.role:<{width}}  {each.email}")
    if demo:
        printer.say(f"  Sign-in codes and all other mails: {platform.mail_url}")
    printer.say()
    printer.say(f"  Log files: {platform.log_dir}   Stop with Ctrl-C.")
    printer.say()
