import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Target } from '../../../bench/jobs';
import { createCaller, readStream } from '../../../bench/load/exchange';

const pace = { tokens: 4, everyMs: 1 };
const frame = (text: string) => `data: {"choices":[{"delta":{"content":"${text}"}}]}\n\n`;
const token = (index: number) => frame(` tok${index}@${process.hrtime.bigint() / 1000n}.`);
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A provider that sends these pieces, each by itself. */
async function serve(pieces: readonly string[]): Promise<Target> {
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { name: 'test', origin: `http://127.0.0.1:${port}`, token: 't', model: 'm' };
}

async function read(pieces: readonly string[]) {
  const caller = createCaller();
  closers.unshift(caller.close);
  return readStream(caller, await serve(pieces), pace);
}

describe('a stream read by the load generator', () => {
  it('counts a token once although it arrives in two pieces', async () => {
    const whole = token(0) + token(1) + token(2) + token(3);
    const cut = whole.indexOf('tok1@') + 9;
    const { exchange, arrivals } = await read([whole.slice(0, cut), whole.slice(cut), 'data: [DONE]\n\n']);
    expect(exchange.ok).toBe(true);
    expect(arrivals.inOrder).toBe(4);
    expect(arrivals.delays).toHaveLength(4);
    expect(arrivals.gaps).toHaveLength(3);
  });

  it('sees that a frame was lost', async () => {
    const { arrivals } = await read([token(0), token(1), token(3), 'data: [DONE]\n\n']);
    expect(arrivals.inOrder).toBe(2);
  });

  it('does not take a stream without its end for whole', async () => {
    const { exchange, arrivals } = await read([token(0), token(1), token(2), token(3)]);
    expect(arrivals.inOrder).toBe(4);
    expect(exchange.ok).toBe(false);
  });
});
