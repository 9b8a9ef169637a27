"""Records every look-up and connection beyond loopback that a Python process tries.

It is first on PYTHONPATH while the tests run, so that child processes load it too; the run fails
where the file that SOURCIER_TEST_NETWORK_LOG names is not empty at its end.
"""

import ipaddress
import os
import sys

# Events whose second argument is the address; the first of the others names the host.
_ADDRESSED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_NAMED = {
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
    "socket.getnameinfo",
}


def _is_local(host: object) -> bool:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    if name in {"", "localhost", "None"}:
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _host(event: str, arguments: tuple[object, ...]) -> object:
    if event in _ADDRESSED:
        address = arguments[1]
        return address[0] if isinstance(address, tuple) else "localhost"  # a path: a Unix socket
    named = arguments[0]
    return named[0] if isinstance(named, tuple) else named


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _ADDRESSED | _NAMED:
        return
    host = _host(event, arguments)
    path = os.environ.get("SOURCIER_TEST_NETWORK_LOG")
    if path and not _is_local(host):
        with open(path, "a", encoding="utf-8") as log:  # noqa: PTH123 (early in start-up)
            log.write(f"{event} {host!r} in {sys.argv[:3]}\n")


sys.addaudithook(_watch)
