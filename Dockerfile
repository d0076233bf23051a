# The service in an image that holds nothing else: no shell, no library, no user who may do anything.
#
#	go run ./cmd/release -only linux/amd64 && docker build -t aloud .
#	docker run --read-only --cap-drop ALL --security-opt no-new-privileges -p 8080:8080 aloud
#
# It writes no file and needs no network of its own, so --read-only costs nothing. HTTPS is for what stands in front of it:
# --acme would want certificates of authorities, which are not in here, and a place to keep its own.
FROM scratch
ARG TARGETARCH=amd64
ARG VERSION=0.1.0
COPY dist/aloud-${VERSION}-linux-${TARGETARCH} /aloud
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/aloud"]
CMD ["serve", "--addr", ":8080"]
