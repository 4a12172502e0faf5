import { describe, expect, it } from 'vitest';
import { estimateTextTokens, estimateTokens } from '../../../../src/main/gateway/dialects/estimate-tokens';
import { openaiChat } from '../../../../src/main/gateway/dialects/openai-chat';

/** What a budget counts is twice the estimate; the figures beside are what tokenizers make of these texts at most. */
const bound = (text: string) => 2 * estimateTextTokens(text);
const repeat = (pieces: readonly string[], count: number) =>
  Array.from({ length: count }, (_, index) => pieces[index % pieces.length]).join('');

describe('what a text can cost at most', () => {
  it('covers base64, hashes and numbers, of which a token holds less than two characters', () => {
    const base64 = Buffer.from(
      Array.from({ length: 30_000 }, (_, index) => (index * 2654435761) >>> 24),
    ).toString('base64');
    const hex = repeat(['9f86d081884c7d65', '9a2feaa0c55ad015', 'a3bf4f1b2b0b822c'], 500);
    const numbers = repeat(['17.4, ', '9043.01, ', '0.57, '], 500);
    expect(bound(base64)).toBeGreaterThan(base64.length * 0.75);
    expect(bound(hex)).toBeGreaterThan(hex.length * 0.6);
    expect(bound(numbers)).toBeGreaterThan(numbers.length * 0.6);
  });

  it('leaves prose as it was, or a long conversation would fit nowhere', () => {
    const prose = repeat(
      ['The quick brown fox jumps over the lazy dog. ', 'It was a bright cold day in April. '],
      300,
    );
    expect(estimateTextTokens(prose)).toBeLessThan(prose.length * 0.27);
  });
});

const ask = (more: object, content: unknown = 'hi') =>
  openaiChat.parse({ model: 'm', messages: [{ role: 'user', content }], ...more }, {});

describe('what a request can cost at most', () => {
  const properties = Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`some_rather_long_name_${index}`, { type: 'string' }]),
  );
  const schema = { type: 'object', properties, required: Object.keys(properties) };

  it('counts the names in tools and in the form of the answer, not only what is written about them', () => {
    const tool = { type: 'function', function: { name: 'f', parameters: schema } };
    const answer = { response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } };
    const least = JSON.stringify(schema).length / 4;
    for (const more of [{ tools: [tool] }, { functions: [tool.function] }, answer]) {
      expect(ask(more).inputTokens * 2).toBeGreaterThan(least);
    }
  });

  it('counts sound by its length and pictures one by one', () => {
    // A minute at 32 tokens a second.
    const minute = (bytesPerSecond: number) => 'A'.repeat((60 * bytesPerSecond * 4) / 3);
    const sound = (format: string, data: string) => [{ type: 'input_audio', input_audio: { data, format } }];
    expect(ask({}, sound('wav', minute(16_000))).inputTokens * 2).toBeGreaterThan(1920);
    expect(ask({}, sound('mp3', minute(4_000))).inputTokens * 2).toBeGreaterThan(1920);
    expect(ask({}, sound('mp3', minute(16_000))).inputTokens).toBeLessThan(5000);
    const picture = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };
    expect(ask({}, [picture, picture]).images).toBe(2);
  });

  it('is never nothing', () => {
    expect(estimateTokens([], [])).toBe(1);
  });
});
