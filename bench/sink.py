"""A mail server that takes everything and keeps nothing, as cheap as Python makes one.

    .venv/bin/python bench/sink.py

Prints its port. Every message is counted by its final dot; a command QUIT ends a connection and
the process ends with its standard input.
"""

from __future__ import annotations

import asyncio
import sys

END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-SIZE 50000000\r\n250 8BITMIME\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Server(asyncio.Protocol):
    """One connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport, self.buffer, self.in_data = transport, bytearray(), False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Take commands and messages, as many as have come."""
        self.buffer += data
        answers = bytearray()
        while self.buffer:
            if self.in_data:
                # Only what is new can hold the end, but for what was cut in its middle.
                at = self.buffer.find(END, max(0, len(self.buffer) - len(data) - len(END)))
                if at < 0:
                    break
                del self.buffer[: at + len(END)]
                self.in_data = False
                answers += b"250 taken\r\n"
                continue
            at = self.buffer.find(b"\r\n")
            if at < 0:
                break
            word = bytes(self.buffer[:4]).upper()
            del self.buffer[: at + 2]
            answers += ANSWERS.get(word, b"250 fine\r\n")
            self.in_data = word == b"DATA"
        if answers:
            self.transport.write(bytes(answers))


async def main() -> None:
    """Serve until standard input ends."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
