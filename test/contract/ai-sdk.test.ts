import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, isStepCount, jsonSchema, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../faults/behaviours';
import { answerText } from '../faults/chat-answer';
import { openWorld, type World } from '../support/world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

function model(alias: string, credential = world.token) {
  const baseURL = `${world.core.gatewayUrl}/v1`;
  return createOpenAICompatible({ name: 'spidergate', baseURL, apiKey: credential, includeUsage: true })(
    alias,
  );
}

const weather = tool({
  description: 'Weather of a city',
  inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
  execute: async ({ city }) => `It rains in ${city}.`,
});
const weatherCall = answer({ toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"Ulm"}' }] });

describe('ai with @ai-sdk/openai-compatible', () => {
  it('generates text and reads the usage', async () => {
    const alias = await world.addAlias([await world.addUpstream()]);
    const result = await generateText({ model: model(alias), prompt: 'hello', maxRetries: 0 });
    expect(result.text).toBe(answerText());
    expect(result.usage.outputTokens).toBe(5);
    expect(result.finishReason).toBe('stop');
  });

  it('streams text and gets the usage at the end', async () => {
    const alias = await world.addAlias([await world.addUpstream()]);
    const result = streamText({ model: model(alias), prompt: 'hello', maxRetries: 0 });
    let text = '';
    for await (const piece of result.textStream) text += piece;
    expect(text).toBe(answerText());
    expect((await result.usage).outputTokens).toBe(5);
  });

  it('runs a tool and goes on with its result', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [weatherCall, answer()]);
    const alias = await world.addAlias([upstream]);
    const result = await generateText({
      model: model(alias),
      prompt: 'What is the weather in Ulm?',
      tools: { weather },
      stopWhen: isStepCount(3),
      maxRetries: 0,
    });
    expect(result.text).toBe(answerText());
    expect(JSON.stringify(upstream.fake.chats().at(-1)?.body.messages)).toContain('It rains in Ulm.');
  });

  it('joins a streamed tool call', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [weatherCall, answer()]);
    const alias = await world.addAlias([upstream]);
    const result = streamText({
      model: model(alias),
      prompt: 'What is the weather in Ulm?',
      tools: { weather },
      stopWhen: isStepCount(3),
      maxRetries: 0,
    });
    expect(await result.text).toBe(answerText());
    const [first] = await result.steps;
    expect(first?.toolCalls[0]).toMatchObject({ toolName: 'weather', input: { city: 'Ulm' } });
  });

  it('stops the provider when it is aborted', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 10_000, tokenDelayMs: 5 })]);
    const alias = await world.addAlias([upstream]);
    const controller = new AbortController();
    const result = streamText({
      model: model(alias),
      prompt: 'hello',
      maxRetries: 0,
      abortSignal: controller.signal,
      onError: () => undefined,
    });
    let left = Number.NaN;
    for await (const part of result.fullStream) {
      if (part.type !== 'text-delta' || controller.signal.aborted) continue;
      left = performance.now();
      controller.abort();
    }
    await upstream.fake.until(([first]) => first?.aborted === true);
    expect((upstream.fake.requests[0]?.abortedAt ?? Number.POSITIVE_INFINITY) - left).toBeLessThan(100);
  });

  it('sees a cut stream as an error, never as a whole answer', async () => {
    const upstream = await world.addUpstream();
    upstream.fake.script('*', [answer({ tokens: 9, cut: { after: 3, how: 'reset' } })]);
    const alias = await world.addAlias([upstream]);
    const result = streamText({
      model: model(alias),
      prompt: 'hello',
      maxRetries: 0,
      onError: () => undefined,
    });
    const errors: unknown[] = [];
    const finishes: string[] = [];
    for await (const part of result.fullStream) {
      if (part.type === 'error') errors.push(part.error);
      if (part.type === 'finish') finishes.push(part.finishReason);
    }
    expect(errors).not.toEqual([]);
    expect(finishes).not.toContain('stop');
  });

  it('turns our errors into APICallError with status and code', async () => {
    const error: unknown = await generateText({
      model: model('no-such-model'),
      prompt: 'hello',
      maxRetries: 0,
    }).catch((reason: unknown) => reason);
    expect(APICallError.isInstance(error) && error.statusCode).toBe(404);
    expect(APICallError.isInstance(error) && error.responseBody).toContain('model_not_found');
  });
});
