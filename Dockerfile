# The production image: packages from the hash-locked list, the product, its static files, and a user without rights.
FROM python:3.11-slim AS build
WORKDIR /app
RUN python -m venv /venv
COPY requirements/base.txt /tmp/base.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/base.txt
COPY . /app
RUN SECRET_KEY=for-this-step-only PEAKOS_STATIC_ROOT=/app/staticfiles /venv/bin/python manage.py collectstatic --noinput \
 && /venv/bin/python -m compileall -q /app

FROM python:3.11-slim
RUN groupadd --gid 10001 peakos \
 && useradd --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin peakos \
 && install -d -o peakos -g peakos -m 0750 /data /data/uploads
COPY --from=build /venv /venv
COPY --from=build /app /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=peakos.settings \
    PEAKOS_STATIC_ROOT=/app/staticfiles \
    PEAKOS_HOME=/data \
    MEDIA_ROOT=/data/uploads
WORKDIR /app
USER 10001:10001
EXPOSE 8000
CMD ["gunicorn", "peakos.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
