import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../../../src/main/gateway/dialects/openai-chat';
import { createStreamReader, type StreamStep } from '../../../../src/main/gateway/engine/stream-reader';
import { TransportError } from '../../../../src/main/gateway/ports';
import { createTestClock } from '../../../support/gateway-world';

async function* pieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    if (cut > from) yield bytes.slice(from, cut);
    from = Math.max(from, cut);
  }
}

async function readAll(text: string, cuts: readonly number[]) {
  const body = pieces(new TextEncoder().encode(text), cuts);
  const reader = createStreamReader({
    body,
    dialect: openaiChat,
    clock: createTestClock(),
    secret: null,
    stop: () => {},
  });
  let content = '';
  let last: StreamStep;
  do {
    last = await reader.read();
    if (last.kind === 'chunks') content += last.chunks.map((chunk) => readContent(chunk.chunk)).join('');
  } while (last.kind === 'chunks');
  return { content, end: last, totals: reader.totals() };
}

function readContent(chunk: Readonly<Record<string, unknown>>): string {
  const choices = chunk.choices as readonly { delta?: { content?: string } }[];
  return choices[0]?.delta?.content ?? '';
}

const delta = (content: string, finish: string | null = null) =>
  JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] });

const UGLY = [
  '\uFEFF: keep-alive\r\n\r\n',
  `data: ${delta('Grüße ')}\r\n\r\n`,
  ': PROCESSING\n\n',
  `event: message\ndata: ${delta('🕷️ ')}\n\n`,
  'data: {"choices":[{"index":0,\ndata: "delta":{"content":"two lines "}}]}\n\n',
  'data: {"broken\n\n',
  `data:${delta('end', 'stop')}\n\n`,
  'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\n',
  'data: [DONE]\n\n',
].join('');

describe('the stream reader', () => {
  it('reads the same at every split into two pieces', async () => {
    const length = new TextEncoder().encode(UGLY).length;
    for (let cut = 1; cut < length; cut += 1) {
      const { content, end, totals } = await readAll(UGLY, [cut]);
      expect({ cut, content, end: end.kind }).toEqual({ cut, content: 'Grüße 🕷️ two lines end', end: 'end' });
      expect(totals).toMatchObject({ usage: { input: 1, output: 2 }, malformed: 1 });
    }
  });

  it('reads the same at any number of splits', async () => {
    const length = new TextEncoder().encode(UGLY).length;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: length - 1 })), async (cuts) => {
        const { content, end } = await readAll(
          UGLY,
          cuts.toSorted((a, b) => a - b),
        );
        expect(content).toBe('Grüße 🕷️ two lines end');
        expect(end.kind).toBe('end');
      }),
      { numRuns: 100 },
    );
  });

  it('takes a finish reason for an end when [DONE] is missing', async () => {
    expect((await readAll(`data: ${delta('a', 'stop')}\n\n`, [])).end.kind).toBe('end');
  });

  it('takes an end without finish reason for a cut', async () => {
    expect((await readAll(`data: ${delta('a')}\n\n`, [])).end).toMatchObject({
      kind: 'failure',
      failure: { kind: 'stream_cut' },
    });
  });

  it('does not take a slow caller for a stalled provider, but a silent provider for one', async () => {
    const clock = createTestClock();
    let isStopped = false;
    async function* silentAfterTwo(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(`data: ${delta('a')}\n\n`);
      yield new TextEncoder().encode(`data: ${delta('b')}\n\n`);
      clock.advance(16_000);
      if (isStopped) throw new TransportError('aborted', 'stopped');
    }
    const reader = createStreamReader({
      body: silentAfterTwo(),
      dialect: openaiChat,
      clock,
      secret: null,
      stop: () => {
        isStopped = true;
      },
    });
    expect(await reader.read()).toMatchObject({ kind: 'chunks' });
    reader.watchStall(15_000);
    clock.advance(60_000);
    expect(await reader.read()).toMatchObject({ kind: 'chunks', chunks: [{ textLength: 1 }] });
    expect(await reader.read()).toMatchObject({ kind: 'failure', failure: { kind: 'stream_stalled' } });
  });

  it('gives up after more than three broken events', async () => {
    const broken = 'data: {nope\n\n'.repeat(4);
    const { end } = await readAll(`data: ${delta('a')}\n\n${broken}data: ${delta('b', 'stop')}\n\n`, []);
    expect(end).toMatchObject({ kind: 'failure', failure: { kind: 'stream_cut', code: 'malformed_stream' } });
  });

  it('reads an event of ten megabytes that comes in small pieces', async () => {
    const large = 'x'.repeat(10 * 1024 * 1024);
    const text = `data: ${delta(large, 'stop')}\n\n`;
    const cuts = Array.from({ length: 640 }, (_, index) => (index + 1) * 16_384);
    expect((await readAll(text, cuts)).content.length).toBe(large.length);
  });
});
