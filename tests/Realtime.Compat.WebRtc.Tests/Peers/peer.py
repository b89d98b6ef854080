"""A caller by aiortc: calls the server, exchanges events, sends a tone, hears one, and prints a report as JSON."""

import asyncio
import json
import math
import sys
import urllib.request

import numpy
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack


class Tone(AudioStreamTrack):
    """1,000 Hz, in the packets and at the pace of the silence it replaces."""

    async def recv(self):
        frame = await super().recv()
        times = (frame.pts + numpy.arange(frame.samples)) / frame.sample_rate
        frame.planes[0].update((8000 * numpy.sin(2 * math.pi * 1000 * times)).astype(numpy.int16).tobytes())
        return frame


async def main(address):
    report, waiting, heard = {"errors": []}, {}, []
    connection = RTCPeerConnection()
    connection.addTrack(Tone())
    channel = connection.createDataChannel("oai-events")
    created = waiting["session.created"] = asyncio.get_event_loop().create_future()

    @channel.on("message")
    def on_message(message):
        event = json.loads(message)
        if event["type"] in waiting:
            waiting.pop(event["type"]).set_result(event)

    @connection.on("track")
    def on_track(track):
        async def listen():
            while True:
                frame = await track.recv()
                heard.append(frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0])

        asyncio.ensure_future(listen())

    async def ask(event):
        reply = waiting[event["reply"]] = asyncio.get_event_loop().create_future()
        channel.send(json.dumps(event))
        return await asyncio.wait_for(reply, 15)

    try:
        await connection.setLocalDescription(await connection.createOffer())
        request = urllib.request.Request(address, connection.localDescription.sdp.encode(), {"content-type": "application/sdp"})
        answer = await asyncio.to_thread(lambda: urllib.request.urlopen(request, timeout=10).read().decode())
        await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        await asyncio.wait_for(created, 15)
        large = "é" * 20_000
        report["largeCameBack"] = (await ask({"type": "echo", "reply": "large", "text": large}))["text"] == large
        for number in range(100):
            channel.send(json.dumps({"type": "count", "number": number}))
        report["counted"] = (await ask({"type": "counted", "reply": "counted"}))["numbers"]
        await ask({"type": "tone", "reply": "playing"})
        await asyncio.sleep(1.5)
        tail = numpy.concatenate(heard)[-24000:].astype(float)
        spectrum = numpy.abs(numpy.fft.rfft(tail * numpy.hanning(len(tail))))
        report["tone"] = {"hertz": round(float(spectrum.argmax()) * 48000 / len(tail)), "decibels": round(20 * math.log10(max(1.0, float(numpy.sqrt((tail**2).mean()))) / 32768))}
        report["cleared"] = (await ask({"type": "clear", "reply": "cleared"}))["samples"]
        report["microphone"] = await ask({"type": "level", "reply": "level"})
    except Exception as error:
        report["errors"].append(repr(error))
    await connection.close()
    print(json.dumps(report))


asyncio.run(main(sys.argv[1]))
