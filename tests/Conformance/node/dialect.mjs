// What differs between the two dialects, for scenarios that are told once.

import { OpenAIRealtimeWS as GaClient } from 'openai/realtime/ws';
import { OpenAIRealtimeWS as BetaClient } from 'openai/beta/realtime/ws';

const ga = {
  name: 'ga',
  Client: GaClient,
  textDelta: 'response.output_text.delta',
  textDone: 'response.output_text.done',
  audioDelta: 'response.output_audio.delta',
  audioDone: 'response.output_audio.done',
  transcriptDelta: 'response.output_audio_transcript.delta',
  transcriptDone: 'response.output_audio_transcript.done',
  itemCreated: 'conversation.item.added',
  assistantText: 'output_text',
  assistantAudio: 'output_audio',

  // Settings of a session: { modality, instructions, voice, vad, transcribe, tools }; what is left out keeps its value.
  session({ modality, instructions, voice, vad, transcribe, tools }) {
    const input = {};
    if (vad !== undefined) input.turn_detection = vad;
    if (transcribe) input.transcription = { model: 'whisper-1' };
    const session = { type: 'realtime', audio: { input } };
    if (voice) session.audio.output = { voice };
    if (modality) session.output_modalities = [modality];
    if (instructions) session.instructions = instructions;
    if (tools) session.tools = tools;
    return session;
  },
  read: (session) => ({
    modality: session.output_modalities.includes('audio') ? 'audio' : 'text',
    instructions: session.instructions,
    voice: session.audio.output.voice,
    vad: session.audio.input.turn_detection,
    tools: session.tools,
  }),
};

const beta = {
  name: 'beta',
  Client: BetaClient,
  textDelta: 'response.text.delta',
  textDone: 'response.text.done',
  audioDelta: 'response.audio.delta',
  audioDone: 'response.audio.done',
  transcriptDelta: 'response.audio_transcript.delta',
  transcriptDone: 'response.audio_transcript.done',
  itemCreated: 'conversation.item.created',
  assistantText: 'text',
  assistantAudio: 'audio',

  session({ modality, instructions, voice, vad, transcribe, tools }) {
    const session = {};
    if (modality) session.modalities = modality === 'audio' ? ['text', 'audio'] : ['text'];
    if (instructions) session.instructions = instructions;
    if (voice) session.voice = voice;
    if (vad !== undefined) session.turn_detection = vad;
    if (transcribe) session.input_audio_transcription = { model: 'whisper-1' };
    if (tools) session.tools = tools;
    return session;
  },
  read: (session) => ({
    modality: session.modalities.includes('audio') ? 'audio' : 'text',
    instructions: session.instructions,
    voice: session.voice,
    vad: session.turn_detection,
    tools: session.tools,
  }),
};

export const dialects = { ga, beta };
