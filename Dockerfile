# The tag names one Python release; pin its digest too when you build for production.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/frt
COPY requirements.txt ./
RUN /opt/frt/bin/pip install --no-cache-dir --disable-pip-version-check \
    --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY migrations migrations
RUN /opt/frt/bin/pip install --no-cache-dir --disable-pip-version-check \
    --no-deps --no-build-isolation .

FROM python:3.11.14-slim-bookworm
RUN groupadd --gid 10001 frt \
    && useradd --uid 10001 --gid frt --home-dir /data --no-create-home --shell /usr/sbin/nologin frt \
    && install --directory --owner frt --group frt --mode 0750 /data
COPY --from=build /opt/frt /opt/frt
ENV PATH=/opt/frt/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    TMPDIR=/data \
    FRT_DATABASE_URL=sqlite:////data/frt.sqlite3 \
    FRT_HOST=0.0.0.0 \
    FRT_PORT=3000 \
    FRT_LOG_FORMAT=json
WORKDIR /data
VOLUME /data
EXPOSE 3000
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['FRT_PORT'] + '/healthz', timeout=4)"]
ENTRYPOINT ["frt"]
CMD ["run"]
