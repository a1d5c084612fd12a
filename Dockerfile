# One image for web, worker, beat and sequencer. It holds no embedded services, no compiler and no secret.
FROM python:3.13-slim-trixie AS build
RUN apt-get update && apt-get install -y --no-install-recommends gettext && rm -rf /var/lib/apt/lists/*
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH AIRCOP_DATA=/var/lib/aircop
COPY requirements.production.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.production.lock
COPY . .
# Addresses where nothing answers: neither step asks a database. The static files are compressed here, once.
RUN export SECRET_KEY=build AUDIT_KEY=build REDIS_URL=redis://nowhere/0 \
        DATABASE_URL=postgresql:///nowhere DATABASE_SYSTEM_URL=postgresql:///nowhere \
    && (cd aircop && python ../manage.py compilemessages) \
    && python manage.py collectstatic --noinput \
    && python -m compileall -q . \
    && mkdir -p /var/lib/aircop/files

FROM python:3.13-slim-trixie
# pg_dump must not be older than the server, so it comes from PostgreSQL's own Debian archive.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin aircop
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 AIRCOP_DATA=/var/lib/aircop BIND=0.0.0.0:8000
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /var/lib/aircop /var/lib/aircop
WORKDIR /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py"]
