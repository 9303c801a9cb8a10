"""JSON over HTTP on a bare socket. Enough for a sample; http.server takes three times as long to
import, and a sample cloud starts more than 30 services at once on a small machine."""
import json
import socket
import sys
import threading

BAD_CONFIGURATION = 78  # EX_CONFIG of sysexits.h


def refuse(message):
    """Ends the process with one sentence on stderr."""
    sys.stderr.write(message + "\n")
    sys.exit(BAD_CONFIGURATION)


def serve(name, host, port, pages):
    """Answers `GET path` with the JSON of pages[path]() until the process is ended."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        refuse("%s cannot listen on %s:%d: %s" % (name, host, port, error))
    listener.listen(32)
    print("%s listens on http://%s:%d" % (name, host, port), flush=True)
    while True:
        connection = listener.accept()[0]
        threading.Thread(target=answer, args=(connection, pages), daemon=True).start()


def answer(connection, pages):
    with connection:
        connection.settimeout(5)
        try:
            request = read_head(connection)
            status, body = page(request, pages)
            print("%s -> %s" % (request, status), flush=True)
            connection.sendall(response(status, body))
        except OSError as error:
            print("a client went away: %s" % error, flush=True)


def read_head(connection):
    """The request line; reads the headers to their end, or the client would see a reset."""
    head = b""
    while b"\r\n\r\n" not in head and len(head) < 65536:
        part = connection.recv(4096)
        if not part:
            break
        head += part
    return head.split(b"\r\n")[0].decode("latin-1")


def page(request, pages):
    words = request.split(" ")
    if len(words) != 3 or words[0] not in ("GET", "HEAD"):
        return "405 Method Not Allowed", {"error": "only GET is answered here"}
    path = words[1].split("?")[0]
    if path not in pages:
        return "404 Not Found", {"error": "no page " + path, "pages": sorted(pages)}
    return "200 OK", pages[path]()


def response(status, body):
    content = json.dumps(body).encode() + b"\n"
    head = "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
    return (head % (status, len(content))).encode() + content
