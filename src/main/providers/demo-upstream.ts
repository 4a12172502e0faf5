import type { Transport, UpstreamRequest, UpstreamResponse } from '../gateway/ports';
import { DEMO_MODEL } from './index';

const PREFIX = 'spidergate:';
const ANSWER = [
  'This is the SpiderGate demo, not a language model. ',
  'Your request reached SpiderGate, but no provider key is set up and no local server is running. ',
  'To get real answers: open SpiderGate, choose Keys, paste a key of any provider (Groq, Google and others have free tiers). ',
  'Or start Ollama, LM Studio or llama.cpp on this computer; they are found by themselves. ',
  'The demo costs nothing and steps aside as soon as a key or a local server can serve.',
] as const;

/** Answers requests for the built-in demo in the OpenAI wire format and hands every other one on. */
export function withDemo(inner: Transport): Transport {
  return {
    send: (request) => (request.url.startsWith(PREFIX) ? answerAsDemo(request) : inner.send(request)),
  };
}

async function answerAsDemo(request: UpstreamRequest): Promise<UpstreamResponse> {
  const body: unknown = JSON.parse(request.body ?? '{}');
  const isStream = typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
  return {
    status: 200,
    headers: { 'content-type': isStream ? 'text/event-stream' : 'application/json' },
    body: toBytes(isStream ? streamFrames() : [JSON.stringify(wholeAnswer())]),
  };
}

const USAGE = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

function envelope(object: string) {
  return {
    id: 'chatcmpl-demo',
    object,
    created: Math.floor(Date.now() / 1000),
    model: `spidergate/${DEMO_MODEL}`,
  };
}

function wholeAnswer() {
  const message = { role: 'assistant', content: ANSWER.join('') };
  return {
    ...envelope('chat.completion'),
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: USAGE,
  };
}

function* streamFrames(): Generator<string> {
  const head = envelope('chat.completion.chunk');
  const frame = (value: object) => `data: ${JSON.stringify({ ...head, ...value })}\n\n`;
  let role: { role?: string } = { role: 'assistant' };
  for (const content of ANSWER) {
    yield frame({ choices: [{ index: 0, delta: { ...role, content }, finish_reason: null }] });
    role = {};
  }
  yield frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  yield frame({ choices: [], usage: USAGE });
  yield 'data: [DONE]\n\n';
}

async function* toBytes(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (const text of texts) yield encoder.encode(text);
}
