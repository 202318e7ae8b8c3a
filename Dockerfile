# exporter for schedulers other than GitHub's. Built from this source: docker build --tag exporter .
# Logins come as variables when it runs (docs/logins.md); none of them is ever in a layer.
#
#   docker run --rm --env EXPORTER_SPOTIFY_CLIENT_ID --env EXPORTER_SPOTIFY_REFRESH_TOKEN \
#       --volume "$PWD:/playlists" --volume exporter-state:/state exporter sync

FROM python:3.12-slim AS build
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE NOTICE CHANGELOG.md ./
COPY LICENSES LICENSES
COPY plugins plugins
COPY exporter exporter
RUN pip install --no-cache-dir --prefix=/installed --constraint constraints.txt \
    '.[sandbox]' plugins/spotify plugins/ytmusic plugins/japanese plugins/chinese plugins/m3u plugins/musicbrainz

FROM python:3.12-slim
COPY --from=build /installed /usr/local
RUN useradd --uid 10001 --create-home exporter && install --directory --owner=exporter /playlists /state
ENV EXPORTER_STATE_DIR=/state \
    PYTHONUNBUFFERED=1
USER 10001
WORKDIR /playlists
ENTRYPOINT ["exporter"]
CMD ["sync"]
