# docker build -t teldav . && docker run -d -v teldav:/data -p 8080:8080 -e TELDAV_TRUSTED_PROXIES=172.16.0.0/12 teldav
# The administrator's first password stands in: docker logs. Every key of conf/teldav.conf is an environment variable.
FROM eclipse-temurin:21-jdk AS build
WORKDIR /src
COPY . .
RUN ./mvnw -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && mkdir /opt/teldav \
    && tar -xzf target/teldav-*.tar.gz -C /opt/teldav --strip-components=1

FROM eclipse-temurin:21-jre
COPY --from=build /opt/teldav /opt/teldav
RUN useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin teldav && install -d -m 700 -o teldav /data
USER teldav
WORKDIR /data
ENV TELDAV_LISTEN=0.0.0.0:8080 TELDAV_DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --start-period=30s CMD ["bash", "-c", \
    "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ^ok <&3"]
ENTRYPOINT ["/opt/teldav/bin/teldav"]
CMD ["serve"]
