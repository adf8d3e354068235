# The gateway in a container. Model weights are not in the image: the first start fetches them into the volume.
# The image carries piper-tts and espeak-ng, which are GPL-3.0-or-later, as the gateway itself is: who passes the
# image on passes on its sources, too. LICENSE is in /app; models/README.md tells the licences of the weights.
FROM python:3.11-slim-bookworm

LABEL org.opencontainers.image.title="voice-gateway" \
      org.opencontainers.image.licenses="GPL-3.0-or-later"

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/var/lib/voice \
    VOICE_MODELS__FOLDER=/var/lib/voice/models \
    VOICE_RECORDS__URL=sqlite+aiosqlite:////var/lib/voice/data/voice.db \
    VOICE_RECORDS__RECORDINGS=/var/lib/voice/data/recordings

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY models/manifest.toml models/README.md models/
COPY dialplans dialplans/
COPY voice voice/
RUN pip install --no-cache-dir --no-deps --no-build-isolation --no-index --editable . \
 && useradd --uid 10001 --home-dir /var/lib/voice --no-create-home voice \
 && mkdir -p /var/lib/voice/models /var/lib/voice/data \
 && chown -R voice:voice /var/lib/voice

USER voice
VOLUME ["/var/lib/voice/models", "/var/lib/voice/data"]
EXPOSE 5060/udp 5060/tcp 8080/tcp

# A newer image brings a newer manifest; the volume keeps the weights that did not change.
CMD ["sh", "-c", "cp models/manifest.toml models/README.md \"$VOICE_MODELS__FOLDER/\" && python -m voice.speech.weights --folder \"$VOICE_MODELS__FOLDER\" && exec python -m voice serve"]
