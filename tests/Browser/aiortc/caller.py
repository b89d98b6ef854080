"""Calls a running server with aiortc, a WebRTC stack that has nothing in common with a browser's: speaks a recording, listens to the answer.

Arguments: the API's URL, an API key, a WAV file of 48 kHz mono, a file for the server's events. Prints what happened as one line of JSON.
"""

import asyncio
import fractions
import json
import sys
import urllib.request
import wave

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamTrack
from av import AudioFrame

RATE = 48_000
FRAME = RATE // 50


class Recording(MediaStreamTrack):
    """A recording at the pace of a microphone, and silence after it."""

    kind = "audio"

    def __init__(self, path):
        super().__init__()
        with wave.open(path) as file:
            assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2)
            self.samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype=numpy.int16)
        self.position = 0
        self.started = None

    async def recv(self):
        loop = asyncio.get_event_loop()
        self.started = self.started or loop.time()
        await asyncio.sleep(max(0, self.started + self.position / RATE - loop.time()))
        piece = numpy.zeros(FRAME, dtype=numpy.int16)
        rest = self.samples[self.position : self.position + FRAME]
        piece[: len(rest)] = rest
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME)
        frame.planes[0].update(piece.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, self.position, fractions.Fraction(1, RATE)
        self.position += FRAME
        return frame


def post(url, key, body, content_type):
    request = urllib.request.Request(url, body, {"authorization": f"Bearer {key}", "content-type": content_type})
    return urllib.request.urlopen(request, timeout=10)


async def main(api, key, recording, log):
    levels, events, woken = [], [], asyncio.Event()
    session = {"type": "realtime", "model": "gpt-realtime", "audio": {"input": {"transcription": {"model": "gpt-4o-mini-transcribe"}}}}
    secret = json.load(post(f"{api}/realtime/client_secrets", key, json.dumps({"session": session}).encode(), "application/json"))["value"]
    connection = RTCPeerConnection()
    connection.addTrack(Recording(recording))
    channel = connection.createDataChannel("oai-events")

    @channel.on("message")
    def on_message(message):
        events.append(json.loads(message))
        woken.set()

    @connection.on("track")
    def on_track(track):
        async def listen():
            while True:
                samples = (await track.recv()).to_ndarray().reshape(-1).astype(float) / 32768
                levels.append(float(numpy.sqrt((samples**2).mean())))

        asyncio.ensure_future(listen())

    async def until(event_type):
        while not any(event["type"] == event_type for event in events):
            woken.clear()
            await asyncio.wait_for(woken.wait(), 45)
        return next(event for event in events if event["type"] == event_type)

    await connection.setLocalDescription(await connection.createOffer())
    answer = await asyncio.get_event_loop().run_in_executor(
        None, lambda: post(f"{api}/realtime/calls", key=secret, body=connection.localDescription.sdp.encode(), content_type="application/sdp").read().decode()
    )
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    await until("session.created")
    heard = await until("conversation.item.input_audio_transcription.completed")
    await until("output_audio_buffer.stopped")
    await asyncio.sleep(0.7)
    await connection.close()
    loud = [index for index, level in enumerate(levels) if level > max(levels) * 0.0316 and level > 0.001]
    with open(log, "w") as file:
        file.writelines(json.dumps(event) + "\n" for event in events)
    print("RESULT", json.dumps({"heard": heard["transcript"], "loudest": max(levels, default=0), "spanMs": (loud[-1] - loud[0] + 1) * 20 if loud else 0}))


asyncio.run(main(*sys.argv[1:]))
