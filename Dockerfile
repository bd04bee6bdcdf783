# Evenfall in a container. Build it, then see compose.yaml for how it is meant to be run.
#
# The base is named by its tag. To pin it, ask your registry for the digest of today and pass it:
#   docker buildx imagetools inspect python:3.11-slim-trixie
#   docker build --build-arg BASE=python:3.11-slim-trixie@sha256:<that digest> -t evenfall .
ARG BASE=python:3.11-slim-trixie

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock requirements-build.lock ./
RUN python -m venv --without-pip /opt/evenfall \
 && pip --python /opt/evenfall/bin/python install --no-cache-dir --require-hashes --only-binary :all: -r requirements.lock \
 && pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements-build.lock
COPY . .
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && pip --python /opt/evenfall/bin/python install --no-cache-dir --no-deps --no-index /wheels/*.whl

FROM ${BASE}
# pg_dump and pg_restore for `evenfall backup` and `restore`, of the same version as the server in compose.scale.yaml.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-client-17=17.* \
 && rm -rf /var/lib/apt/lists/*
# Two directories are written to, and only these: the database, and (on a volume of its own, so that a copy of the
# one is worthless without the other) the keys. A new named volume takes owner and mode from here.
RUN install -d -o 10001 -g 10001 -m 0700 /data /keys
COPY --from=build /opt/evenfall /opt/evenfall
# /tmp is a tmpfs in compose.yaml. Where the root is read-only without one, Python falls back to WORKDIR.
ENV PATH=/opt/evenfall/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/tmp \
    EVENFALL_DATA=/data \
    EVENFALL_KEYS_FILE=/keys/master.keys \
    HEALTH_LISTEN=127.0.0.1:8090 \
    LOG_FORMAT=json
WORKDIR /data
USER 10001:10001
VOLUME ["/data", "/keys"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 CMD ["evenfall", "doctor", "--quick"]
ENTRYPOINT ["evenfall"]
CMD ["run"]
