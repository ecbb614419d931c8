# Atelier in one image: bot, engine and playground. docs/operating/docker.md tells how to run it.
#
#   docker build -t atelier .                           torch for the CPU
#   docker build -t atelier --build-arg TORCH=cuda .    torch for NVIDIA GPUs

ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
ARG TORCH=cpu
ARG UV=0.13.8
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1
RUN pip install --no-cache-dir "uv==${UV}" && uv venv /opt/atelier
WORKDIR /src

# The packages change rarely: they get a layer before the source does. PyPI's own torch wheel for
# Linux is the CUDA one; the smaller CPU wheel comes from PyTorch's index.
COPY pyproject.toml constraints.txt ./
RUN case "${TORCH}" in \
      cpu) export UV_TORCH_BACKEND=cpu ;; \
      cuda) ;; \
      *) echo "TORCH is cpu or cuda, not ${TORCH}" >&2; exit 2 ;; \
    esac && \
    uv pip install --python /opt/atelier/bin/python -c constraints.txt -r pyproject.toml

COPY README.md LICENSE ./
COPY bot bot
COPY db db
COPY engine engine
COPY migrations migrations
RUN uv pip install --python /opt/atelier/bin/python --no-deps .

FROM python:${PYTHON}-slim
COPY --from=build /opt/atelier /opt/atelier
COPY config.example.toml /usr/share/doc/atelier/
ENV PATH=/opt/atelier/bin:${PATH} \
    PYTHONUNBUFFERED=1 \
    HF_HOME=/data/hub
# Everything that is kept lies in /data: config.toml, the database, the pictures. /run/atelier is
# for the socket of an engine in a container of its own. New volumes take over the owner.
RUN useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin atelier && \
    install -d -o atelier /run/atelier
USER atelier
WORKDIR /data
VOLUME /data
EXPOSE 8180
# The first start loads the model; until then /healthz already answers for the bot itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('ATELIER_HTTP__PORT', 8180)}/healthz\", timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["atelier"]
CMD ["run"]
