import { createParser } from 'eventsource-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answer, answer, reset, silence } from './behaviours';
import { answerText } from './chat-answer';
import { type FakeProvider, startFakeProvider } from './fake-provider';

let fake: FakeProvider;
afterEach(() => fake.close());

/** The fake has to be right before anything it says about the app means something. */
describe('the fake provider', () => {
  const spellings: readonly (readonly [string, Answer])[] = [
    ['plain', answer()],
    ['gzip', answer({ wire: { gzip: true } })],
    ['CRLF', answer({ wire: { crlf: true } })],
    ['a BOM', answer({ wire: { bom: true } })],
    ['comments', answer({ wire: { comments: true } })],
    ['data over several lines', answer({ wire: { multiLineData: true } })],
    ['every byte alone', answer({ wire: { everyByteAlone: true, crlf: true } })],
  ];
  it.each(spellings)('says the same text as %s', async (_, behaviour) => {
    fake = await startFakeProvider();
    fake.script('*', [behaviour]);
    const { text, done } = await readStream(await post({ stream: true }));
    expect({ text, done }).toEqual({ text: answerText(), done: true });
  });

  it('cuts after the tokens it was told, not before', async () => {
    fake = await startFakeProvider();
    fake.script('*', [answer({ tokens: 9, cut: { after: 3, how: 'reset' } })]);
    const { text, done, failed } = await readStream(await post({ stream: true }));
    expect({ text, done, failed }).toEqual({ text: answerText(3), done: false, failed: true });
  });

  it('resets before headers', async () => {
    fake = await startFakeProvider();
    fake.script('*', [reset()]);
    await expect(post({})).rejects.toThrow();
  });

  it('sees that its caller went away', async () => {
    fake = await startFakeProvider();
    fake.script('*', [silence()]);
    const controller = new AbortController();
    const call = post({}, controller.signal);
    await fake.until((requests) => requests.length === 1);
    controller.abort();
    await expect(call).rejects.toThrow();
    await fake.until(([first]) => first?.aborted === true);
  });

  it('refuses connections and takes them again on the same port', async () => {
    fake = await startFakeProvider();
    await fake.refuse();
    await expect(post({})).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await fake.accept();
    expect((await post({})).status).toBe(200);
  });
});

function post(body: Record<string, unknown>, signal?: AbortSignal): Promise<Response> {
  return fetch(`${fake.url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ model: 'fake-model', messages: [], ...body }),
    ...(signal ? { signal } : {}),
  });
}

async function readStream(response: Response): Promise<{ text: string; done: boolean; failed: boolean }> {
  let text = '';
  let done = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data === '[DONE]') done = true;
      else text += JSON.parse(data).choices[0]?.delta.content ?? '';
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const piece of response.body ?? []) parser.feed(decoder.decode(piece, { stream: true }));
    return { text, done, failed: false };
  } catch {
    return { text, done, failed: true };
  }
}
